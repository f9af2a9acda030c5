package io.greendoor.greenlet;

/** How to listen. Immutable: each setter returns a changed copy. Begin with {@link #DEFAULT}. */
public final class ListenOptions {

    /** Backlog 1024, address reuse on, port reuse off. */
    public static final ListenOptions DEFAULT = new ListenOptions(1024, true, false);

    private final int backlog;
    private final boolean reuseAddress;
    private final boolean reusePort;

    private ListenOptions(int backlog, boolean reuseAddress, boolean reusePort) {
        this.backlog = backlog;
        this.reuseAddress = reuseAddress;
        this.reusePort = reusePort;
    }

    /** How many connections may wait to be accepted; 1 or more, and the system may allow fewer. */
    public ListenOptions backlog(int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("a backlog must be 1 or more, and is " + connections);
        }
        return new ListenOptions(connections, reuseAddress, reusePort);
    }

    /** Whether an address may be listened on although connections of an earlier listener linger. TCP only. */
    public ListenOptions reuseAddress(boolean on) {
        return new ListenOptions(backlog, on, reusePort);
    }

    /** Whether several sockets may listen on the same port. TCP only; not every system can. */
    public ListenOptions reusePort(boolean on) {
        return new ListenOptions(backlog, reuseAddress, on);
    }

    int backlog() {
        return backlog;
    }

    boolean reuseAddress() {
        return reuseAddress;
    }

    boolean reusePort() {
        return reusePort;
    }
}
