package io.greendoor.backdoor;

import org.jspecify.annotations.Nullable;

/**
 * {@code System.out}, {@code System.err} and {@code System.in} while a door is open: what a session's tasks print
 * goes to its client, and what they read comes from it; everybody else has what they had.
 */
// Routed by task, never swapped by session: the streams are replaced once, when the first session begins, by ones
// that ask at each call whose task is calling, and are put back when the last has ended, unless the application has
// replaced them since. If it replaces them while sessions run, the next command finds that out and puts the routing
// around the new ones.
final class StandardStreams {

    private static int users; // as are the next three, guarded by this class
    private static @Nullable RoutedPrintStream out;
    private static @Nullable RoutedPrintStream err;
    private static @Nullable RoutedInputStream in;

    private StandardStreams() {}

    /** A session begins. */
    static synchronized void acquire() {
        users++;
        route();
    }

    /** A session has ended. */
    static synchronized void release() {
        users--;
        if (users > 0) {
            return;
        }
        if (out != null && System.out == out) {
            System.setOut(out.original());
        }
        if (err != null && System.err == err) {
            System.setErr(err.original());
        }
        if (in != null && System.in == in) {
            System.setIn(in.original());
        }
        out = null;
        err = null;
        in = null;
    }

    /** Makes sure that the streams are routed: before each command. */
    static synchronized void route() {
        if (out == null || System.out != out) {
            out = new RoutedPrintStream(System.out, Session::out);
            System.setOut(out);
        }
        if (err == null || System.err != err) {
            err = new RoutedPrintStream(System.err, Session::out);
            System.setErr(err);
        }
        if (in == null || System.in != in) {
            in = new RoutedInputStream(System.in);
            System.setIn(in);
        }
    }
}
