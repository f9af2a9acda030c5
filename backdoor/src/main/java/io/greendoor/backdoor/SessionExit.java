package io.greendoor.backdoor;

/** Ends one session: {@code exit()}, {@code quit()}, {@code System.exit} at the prompt, a client that is gone. */
final class SessionExit extends Error {

    private static final long serialVersionUID = 1L;

    SessionExit(String why) {
        super(why, null, false, false);
    }
}
