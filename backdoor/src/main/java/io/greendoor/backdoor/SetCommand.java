package io.greendoor.backdoor;

import java.util.List;

/** {@code /set}: how the client wants to be told things. */
record SetCommand(Preferences preferences) implements PromptCommand {

    private static final List<String> NAMES = List.of("width", "time", "paging", "colours");

    @Override
    public String name() {
        return "set";
    }

    @Override
    public String summary() {
        return "how things are shown in this session";
    }

    @Override
    public String usage() {
        return """
                /set [NAME]             what is set
                /set width 120 | auto   columns for values and tables; auto: as the client's window has
                /set time on | off      tells how long each statement took
                /set paging on | off    shows what is longer than the window by pages
                /set colours on | off   colours, where the client is a terminal""";
    }

    @Override
    public void run(Invocation call) {
        List<String> words = call.words();
        if (words.isEmpty()) {
            NAMES.forEach(name -> call.out().print(text(name)));
            return;
        }
        if (words.size() > 2) {
            throw new UsageError("/set takes a name and a value, such as /set width 120; /help set lists them");
        }
        String name = words.get(0).equals("colors") ? "colours" : words.get(0);
        if (!NAMES.contains(name)) {
            throw new UsageError("there is no \"" + name + "\" to be set; there are " + String.join(", ", NAMES));
        }
        if (words.size() == 1) {
            call.out().print(text(name));
        } else {
            set(name, words.get(1));
        }
    }

    private void set(String name, String value) {
        switch (name) {
            case "width" -> preferences.width = value.equals("auto") ? 0 : width(value);
            case "time" -> preferences.time = Arguments.onOrOff(value);
            case "paging" -> preferences.paging = Arguments.onOrOff(value);
            default -> preferences.colours = Arguments.onOrOff(value);
        }
    }

    private static int width(String value) {
        int columns = Arguments.positive(value);
        if (columns < 20 || columns > 10_000) {
            throw new UsageError("a width of " + columns + " columns is of no use: give one from 20 to 10000, or auto");
        }
        return columns;
    }

    private String text(String name) {
        return name + " "
                + switch (name) {
                    case "width" -> preferences.width == 0 ? "auto" : String.valueOf(preferences.width);
                    case "time" -> onOrOff(preferences.time);
                    case "paging" -> onOrOff(preferences.paging);
                    default -> onOrOff(preferences.colours);
                }
                + "\n";
    }

    private static String onOrOff(boolean on) {
        return on ? "on" : "off";
    }

    @Override
    public List<String> complete(List<String> words) {
        if (words.size() <= 1) {
            return NAMES;
        }
        return words.get(0).equals("width") ? List.of("auto") : List.of("on", "off");
    }
}
