package io.greendoor.backdoor;

/**
 * Whether one side of a telnet connection uses one option: the state machine of <a
 * href="https://www.rfc-editor.org/rfc/rfc1143">RFC 1143</a>. Pure: it says what must be told to the other side, and
 * tells nothing itself.
 */
// The rule of it: a change is asked for once, and answered once; what is so already is neither asked for nor answered.
// So whatever the two sides want, they fall silent. If the mind is changed while an answer is still to come, that is
// remembered (`opposite`, the RFC's queue bit), and asked for when the answer is there.
//
// For our own options ON is WILL and what is received is DO or DONT; for the other side's ON is DO and what is received
// is WILL or WONT. The states are the RFC's.
final class NegotiatedOption {

    /** What the other side must be told. */
    enum Say {
        NOTHING,
        ON,
        OFF
    }

    private enum State {
        NO,
        YES,
        WANT_NO,
        WANT_YES
    }

    private State state = State.NO;
    private boolean opposite;

    /** Whether both sides have agreed that it is in use. */
    boolean isOn() {
        return state == State.YES;
    }

    /** Whether it is to be so when all that was asked for is answered as it should be. */
    boolean isWanted() {
        return state == State.YES || (state == State.WANT_YES && !opposite) || (state == State.WANT_NO && opposite);
    }

    /** Whether no answer is to come. */
    boolean isSettled() {
        return state == State.NO || state == State.YES;
    }

    /** Asks for it to be so, unless it is so or is on its way. */
    Say request(boolean on) {
        switch (state) {
            case NO -> {
                return on ? change(State.WANT_YES, Say.ON) : Say.NOTHING;
            }
            case YES -> {
                return on ? Say.NOTHING : change(State.WANT_NO, Say.OFF);
            }
            case WANT_NO -> opposite = on;
            case WANT_YES -> opposite = !on;
        }
        return Say.NOTHING;
    }

    /**
     * The other side has said yes: it asks for the option, or answers.
     *
     * @param agreeable whether it may have the option if it is the one who asks
     */
    Say receivedOn(boolean agreeable) {
        boolean changed = opposite;
        opposite = false;
        return switch (state) {
            case NO -> agreeable ? change(State.YES, Say.ON) : Say.OFF;
            case YES -> Say.NOTHING;
            case WANT_NO -> change(changed ? State.YES : State.NO, Say.NOTHING); // no answer to OFF that there is
            case WANT_YES -> changed ? change(State.WANT_NO, Say.OFF) : change(State.YES, Say.NOTHING);
        };
    }

    /** The other side has said no, which is its right at any time. */
    Say receivedOff() {
        boolean changed = opposite;
        opposite = false;
        return switch (state) {
            case NO -> Say.NOTHING;
            case YES -> change(State.NO, Say.OFF);
            case WANT_NO -> changed ? change(State.WANT_YES, Say.ON) : change(State.NO, Say.NOTHING);
            case WANT_YES -> change(State.NO, Say.NOTHING);
        };
    }

    private Say change(State to, Say say) {
        state = to;
        return say;
    }
}
