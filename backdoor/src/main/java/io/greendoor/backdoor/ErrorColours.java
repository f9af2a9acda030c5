package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Compile errors for a terminal: what is wrong is underlined in place, where others get a line of carets below. */
final class ErrorColours {

    private static final Pattern PLACE = Pattern.compile("  File \"<console>\", line \\d+");
    private static final Pattern CARETS = Pattern.compile("[ \t]*~*\\^~*");
    private static final String ON = "\u001b[4;31m";
    private static final String OFF = "\u001b[0m";

    private ErrorColours() {}

    /** A message of {@link CompileErrors}. */
    static String underlined(String message) {
        List<String> lines = message.lines().toList();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            shown.add(lines.get(i));
            boolean hasExcerpt = i + 2 < lines.size()
                    && PLACE.matcher(lines.get(i)).matches()
                    && CARETS.matcher(lines.get(i + 2)).matches();
            if (hasExcerpt) {
                shown.add(underlined(lines.get(i + 1), lines.get(i + 2)));
                i += 2;
            }
        }
        return String.join("\n", shown);
    }

    /** The source, with what is above the carets underlined; behind its end, where something is missing, a blank. */
    private static String underlined(String source, String carets) {
        int begin = carets.indexOf('~') < 0 ? carets.indexOf('^') : Math.min(carets.indexOf('~'), carets.indexOf('^'));
        String padded = source.length() > begin ? source : source + " ".repeat(begin - source.length() + 1);
        int end = Math.min(padded.length(), carets.length());
        return padded.substring(0, begin) + ON + padded.substring(begin, end) + OFF + padded.substring(end);
    }
}
