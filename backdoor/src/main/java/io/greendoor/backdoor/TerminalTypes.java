package io.greendoor.backdoor;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what terminal a telnet client has: <a href="https://www.rfc-editor.org/rfc/rfc1091">RFC 1091</a>. A client
 * is asked again and again and names one after the other, the best first, and the last twice.
 */
// Asking stops at the first name that is a terminal's: most clients name one, and take the one they named last for the
// one in use. Game clients name themselves first, then a terminal, then a number of their own ("MTTS 137").
final class TerminalTypes {

    private static final int MOST_QUESTIONS = 16;
    private static final int LONGEST_NAME = 40; // RFC 1091
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._+/-]*");
    private static final Pattern TERMINAL = Pattern.compile(
            "(xterm|vt\\d|ansi|linux|screen|tmux|rxvt|putty|konsole|gnome|vte|kitty|alacritty|foot|wezterm"
                    + "|iterm|st|cygwin|eterm|dtterm|mlterm|teraterm|sun|cons\\d|wsvt|pcvt)([^a-z].*)?");

    private @Nullable String first;
    private @Nullable String previous;
    private int answers;
    private boolean asking;

    /** The client is willing to tell, and is asked for the first time. */
    void begin() {
        asking = true;
        answers = 0;
        first = null;
        previous = null;
    }

    /** The client tells no more. */
    void end() {
        asking = false;
    }

    /** Whether an answer is to come. */
    boolean isAsking() {
        return asking;
    }

    /**
     * Takes an answer. Afterwards {@link #isAsking} says whether the client is to be asked again.
     *
     * @return the name, in lower case, as terminfo has it; null while it is asked for, or when it has none that makes
     *     sense
     */
    @Nullable
    String answered(byte[] name) {
        String text = new String(name, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        boolean isName = text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
        if (isName && first == null) {
            first = text;
        }
        boolean found = isName && TERMINAL.matcher(text).matches();
        boolean isLast = text.equals(previous) || ++answers == MOST_QUESTIONS;
        previous = text;
        asking = !found && !isLast;
        return asking ? null : found ? text : first;
    }
}
