package io.greendoor.backdoor;

import java.util.Set;

/** The very first word that a client sends, as it comes: whether it is HTTP's. Not for several threads. */
// A browser can be made to post to any port of this machine: whoever begins like that must not get a command run. So
// the word is looked at whatever becomes of the line that it is in.
final class FirstWord {

    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "PRI", "CONNECT", "TRACE");
    private static final int LONGEST_METHOD = 8;

    private final StringBuilder word = new StringBuilder();
    private boolean isOver;

    /** Takes the next byte; whether the word is over with it, and is one of HTTP's. */
    boolean showsHttp(byte b) {
        if (isOver) {
            return false;
        }
        isOver = b == ' ' || b == '\n' || b == '\r' || word.length() == LONGEST_METHOD;
        if (!isOver) {
            word.append((char) (b & 0xff));
        }
        return isOver && b == ' ' && HTTP_METHODS.contains(word.toString());
    }
}
