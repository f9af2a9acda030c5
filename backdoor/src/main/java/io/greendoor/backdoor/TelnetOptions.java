package io.greendoor.backdoor;

import java.util.Map;
import java.util.stream.Stream;

/** What the two sides of a telnet connection have agreed on. Pure: it returns what must be told to the client. */
// Options that are not in the maps are never on: whoever asks for one is refused, and whoever says that it does not use
// one is right.
final class TelnetOptions {

    private static final byte[] NOTHING = {};

    private final Map<Integer, NegotiatedOption> ours = Map.of(
            TelnetCodes.BINARY, new NegotiatedOption(),
            TelnetCodes.ECHO, new NegotiatedOption(),
            TelnetCodes.SUPPRESS_GO_AHEAD, new NegotiatedOption());
    private final Map<Integer, NegotiatedOption> theirs = Map.of(
            TelnetCodes.BINARY, new NegotiatedOption(),
            TelnetCodes.SUPPRESS_GO_AHEAD, new NegotiatedOption(),
            TelnetCodes.TERMINAL_TYPE, new NegotiatedOption(),
            TelnetCodes.WINDOW_SIZE, new NegotiatedOption());

    /** Whether the server uses this option, which it has. */
    boolean isOurs(int option) {
        return of(ours, option).isOn();
    }

    /** Whether the server uses this option or still hopes to. */
    boolean isWanted(int option) {
        return of(ours, option).isWanted();
    }

    /** Whether the client uses this option, which is one that it may use. */
    boolean isTheirs(int option) {
        return of(theirs, option).isOn();
    }

    private static NegotiatedOption of(Map<Integer, NegotiatedOption> side, int option) {
        NegotiatedOption found = side.get(option);
        if (found == null) {
            throw new IllegalArgumentException("option " + option + " is not one of " + side.keySet());
        }
        return found;
    }

    /** Whether no answer is to come. */
    boolean isSettled() {
        return Stream.of(ours, theirs).flatMap(side -> side.values().stream()).allMatch(NegotiatedOption::isSettled);
    }

    /** Wants to use an option, or not. */
    byte[] will(int option, boolean on) {
        return message(of(ours, option).request(on), TelnetCodes.WILL, TelnetCodes.WONT, option);
    }

    /** Wants the client to use an option, or not. */
    byte[] shall(int option, boolean on) {
        return message(of(theirs, option).request(on), TelnetCodes.DO, TelnetCodes.DONT, option);
    }

    /**
     * The client has sent WILL, WONT, DO or DONT.
     *
     * @param agreeable whether it may have the option if it asks for it
     */
    byte[] received(int verb, int option, boolean agreeable) {
        return switch (verb) {
            case TelnetCodes.DO ->
                message(receivedOn(ours, option, agreeable), TelnetCodes.WILL, TelnetCodes.WONT, option);
            case TelnetCodes.DONT -> message(receivedOff(ours, option), TelnetCodes.WILL, TelnetCodes.WONT, option);
            case TelnetCodes.WILL ->
                message(receivedOn(theirs, option, agreeable), TelnetCodes.DO, TelnetCodes.DONT, option);
            case TelnetCodes.WONT -> message(receivedOff(theirs, option), TelnetCodes.DO, TelnetCodes.DONT, option);
            default -> throw new IllegalArgumentException("not WILL, WONT, DO or DONT: " + verb);
        };
    }

    private static NegotiatedOption.Say receivedOn(Map<Integer, NegotiatedOption> side, int option, boolean agreeable) {
        NegotiatedOption known = side.get(option);
        return known == null ? NegotiatedOption.Say.OFF : known.receivedOn(agreeable);
    }

    private static NegotiatedOption.Say receivedOff(Map<Integer, NegotiatedOption> side, int option) {
        NegotiatedOption known = side.get(option);
        return known == null ? NegotiatedOption.Say.NOTHING : known.receivedOff();
    }

    private static byte[] message(NegotiatedOption.Say say, int on, int off, int option) {
        return switch (say) {
            case NOTHING -> NOTHING;
            case ON -> new byte[] {(byte) TelnetCodes.IAC, (byte) on, (byte) option};
            case OFF -> new byte[] {(byte) TelnetCodes.IAC, (byte) off, (byte) option};
        };
    }
}
