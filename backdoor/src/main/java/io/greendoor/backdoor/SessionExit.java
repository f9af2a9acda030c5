package io.greendoor.backdoor;

/** Ends one session: {@code exit()}, {@code quit()}, {@code System.exit} at the prompt, a client that is gone. */
final class SessionExit extends Error {

    private static final long serialVersionUID = 1L;

    private final boolean wanted;

    /** For whoever ends a session from outside of its commands. */
    SessionExit(String why) {
        this(why, false);
    }

    private SessionExit(String why, boolean wanted) {
        super(why, null, false, false);
        this.wanted = wanted;
    }

    /** A command of the session's wants it to end. */
    static SessionExit byCommand(String how) {
        return new SessionExit(how, true);
    }

    boolean isWanted() {
        return wanted;
    }
}
