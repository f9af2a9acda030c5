package io.greendoor.backdoor;

/**
 * The client interrupted what its session does: Python's exception of that name. Not for {@code catch (Exception e)}.
 */
final class KeyboardInterrupt extends Error {

    private static final long serialVersionUID = 1L;

    KeyboardInterrupt() {
        super("KeyboardInterrupt", null, false, false);
    }
}
