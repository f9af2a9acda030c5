package io.greendoor.backdoor;

import java.util.List;

/** {@code /set}: how the client wants to be told things. */
record SetCommand(Preferences preferences) implements PromptCommand {

    private static final List<String> NAMES = List.of("colours", "paging", "time", "width");

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
                /set                    what is set
                /set width 120 | auto   columns for values and tables; auto: as the client's window has
                /set time on | off      tells how long each statement took
                /set paging on | off    shows what is longer than the window by pages
                /set colours on | off   colours, where the client is a terminal""";
    }

    @Override
    public void run(Invocation call) {
        List<String> words = call.words();
        if (words.isEmpty()) {
            call.out().print(text());
            return;
        }
        if (words.size() != 2) {
            throw new UsageError("/set takes a name and a value, such as /set width 120; /help set lists them");
        }
        set(words.get(0), words.get(1));
    }

    private void set(String name, String value) {
        switch (name) {
            case "width" -> preferences.width = value.equals("auto") ? 0 : width(value);
            case "time" -> preferences.time = Arguments.onOrOff(value);
            case "paging" -> preferences.paging = Arguments.onOrOff(value);
            case "colours", "colors" -> preferences.colours = Arguments.onOrOff(value);
            default ->
                throw new UsageError("there is no \"" + name + "\" to be set; there are " + String.join(", ", NAMES));
        }
    }

    private static int width(String value) {
        int columns = Arguments.positive(value);
        if (columns < 20 || columns > 10_000) {
            throw new UsageError("a width of " + columns + " columns is of no use: give one from 20 to 10000, or auto");
        }
        return columns;
    }

    private String text() {
        return "width " + (preferences.width == 0 ? "auto" : String.valueOf(preferences.width))
                + "\ntime " + text(preferences.time)
                + "\npaging " + text(preferences.paging)
                + "\ncolours " + text(preferences.colours) + "\n";
    }

    private static String text(boolean on) {
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
