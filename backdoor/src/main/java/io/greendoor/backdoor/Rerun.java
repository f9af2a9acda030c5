package io.greendoor.backdoor;

import java.util.regex.Pattern;

/** {@code /3}, {@code /-1}, {@code /!}: a statement of this session once more. */
final class Rerun {

    private static final Pattern NUMBER = Pattern.compile("!|-?[1-9]\\d{0,8}");

    private Rerun() {}

    static boolean isMeant(CommandLine line) {
        return NUMBER.matcher(line.name()).matches();
    }

    /**
     * The statement that is meant, with a line end.
     *
     * @throws UsageError when it is not kept
     */
    static String source(CommandLine line, Snippets snippets) {
        String source = snippets.get(line.name().equals("!") ? -1 : Integer.parseInt(line.name()));
        if (source == null) {
            throw new UsageError(
                    "there is no statement " + line.name() + " to be run again; /list shows those that there are");
        }
        return source + "\n";
    }
}
