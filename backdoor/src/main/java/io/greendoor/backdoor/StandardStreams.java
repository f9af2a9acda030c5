package io.greendoor.backdoor;

/**
 * {@code System.out}, {@code System.err} and {@code System.in} while a door is open: what a session's tasks print
 * goes to its client, and what they read comes from it; everybody else has what they had.
 */
// Routed by task, never swapped by session: the streams are replaced once, when the first session begins, by ones
// that ask at each call whose task is calling, and are put back when the last has ended, unless the application has
// replaced them since. If it replaces them while sessions run, the next command finds that out and puts the routing
// around the new ones.
final class StandardStreams {

    private static int users; // guarded by this class

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
        if (System.out instanceof RoutedPrintStream routed) {
            System.setOut(routed.original());
        }
        if (System.err instanceof RoutedPrintStream routed) {
            System.setErr(routed.original());
        }
        if (System.in instanceof RoutedInputStream routed) {
            System.setIn(routed.original());
        }
    }

    /** Makes sure that the streams are routed: before each command. In a mere rehearsal they are not. */
    static synchronized void route() {
        if (users == 0) {
            return;
        }
        if (!(System.out instanceof RoutedPrintStream)) {
            System.setOut(new RoutedPrintStream(System.out, Session::out));
        }
        if (!(System.err instanceof RoutedPrintStream)) {
            System.setErr(new RoutedPrintStream(System.err, Session::out));
        }
        if (!(System.in instanceof RoutedInputStream)) {
            System.setIn(new RoutedInputStream(System.in));
        }
    }
}
