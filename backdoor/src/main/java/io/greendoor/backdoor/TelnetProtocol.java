package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The server's side of the telnet protocol: RFC 854 and 855, the options binary (856), echo (857), suppress go-ahead
 * (858), timing mark (860), window size (1073) and terminal type (1091), negotiated as RFC 1143 says. A pure state
 * machine: bytes in, in any splitting, events out, in the order of the bytes. It keeps nothing but its state, which is
 * bounded.
 *
 * <p>Bytes are received, and negotiations begun, on one thread at a time; {@link #text} may be asked from any.
 */
// Until it negotiates, nothing shows that the client speaks telnet at all: then text is as it is, in both directions.
// From then on, a line's end is CR LF and a carriage return CR NUL, in each direction until that is binary (RFC 856).
//
// With an editor on this side a client is asked to leave echo and editing to it: ECHO and SUPPRESS GO AHEAD of ours,
// together, are what clients take for "a character at a time". One that refuses either goes on line by line, and
// binary output is taken back as well: clients of the BSD family put their terminal's output into raw mode for it,
// and what a user types line by line would be echoed without carriage returns. Binary input is wanted always:
// otherwise the same clients take the bytes of UTF-8 for control characters.
//
// Urgent data: RFC 854's synch is an IAC DM, with all text before it to be thrown away. That text is what was typed
// ahead, which the interrupt before it has thrown away; the DM itself is skipped.
final class TelnetProtocol {

    private static final byte[] ASK_TERMINAL_TYPE = {
        (byte) TelnetCodes.IAC,
        (byte) TelnetCodes.SB,
        TelnetCodes.TERMINAL_TYPE,
        TelnetCodes.SEND,
        (byte) TelnetCodes.IAC,
        (byte) TelnetCodes.SE
    };

    private final TelnetEvents events;
    private final TelnetOptions options = new TelnetOptions();
    private final TerminalTypes terminalTypes = new TerminalTypes();
    private final TelnetParser parser = new TelnetParser(new Parts());
    private boolean afterCr;
    private boolean negotiates;
    private boolean editing; // whether there is an editor on this side
    private boolean characterMode;
    private boolean sizeKnown;
    private volatile TelnetText text = TelnetText.PLAIN;

    TelnetProtocol(TelnetEvents events) {
        this.events = events;
    }

    /**
     * Begins the negotiation.
     *
     * @param editor whether the server can echo and edit, and the client should leave that to it
     * @return the offers, to be sent
     */
    byte[] start(boolean editor) {
        ByteArrayOutputStream offers = new ByteArrayOutputStream();
        offers.writeBytes(offerCharacterMode(editor));
        offers.writeBytes(options.shall(TelnetCodes.BINARY, true));
        offers.writeBytes(options.shall(TelnetCodes.WINDOW_SIZE, true));
        offers.writeBytes(options.shall(TelnetCodes.TERMINAL_TYPE, true));
        return offers.toByteArray();
    }

    /**
     * Asks the client to leave echo and editing to the server, or to do them itself.
     *
     * @return what is to be sent
     */
    byte[] offerCharacterMode(boolean on) {
        editing = on;
        ByteArrayOutputStream offers = new ByteArrayOutputStream();
        offers.writeBytes(options.will(TelnetCodes.ECHO, on));
        offers.writeBytes(options.will(TelnetCodes.SUPPRESS_GO_AHEAD, on));
        offers.writeBytes(options.will(TelnetCodes.BINARY, on));
        optionsChanged();
        return offers.toByteArray();
    }

    /** Whether the client has shown that it speaks telnet, by negotiating. */
    boolean isTelnet() {
        return negotiates;
    }

    /** Whether the client leaves echo and editing to the server: it is a terminal. */
    boolean isCharacterMode() {
        return characterMode;
    }

    /** Whether the client has answered all that it was asked. */
    boolean isSettled() {
        return options.isSettled()
                && !terminalTypes.isAsking()
                && (sizeKnown || !options.isTheirs(TelnetCodes.WINDOW_SIZE));
    }

    /** How text must be written to the client now. */
    TelnetText text() {
        return text;
    }

    /** Takes what was received. */
    void receive(byte[] bytes) {
        for (byte b : bytes) {
            parser.receive(b);
        }
    }

    private void reply(byte[] bytes) {
        if (bytes.length > 0) {
            events.reply(bytes);
        }
    }

    private void negotiate() {
        endCr();
        if (!negotiates) {
            negotiates = true;
            text = TelnetText.NVT;
        }
    }

    /** RFC 854's notion of text: CR is never alone, and NUL is nothing. */
    private void networkText(byte b) {
        if (afterCr && b == '\n') {
            afterCr = false;
            events.text(b);
            return;
        }
        endCr();
        if (b == '\r') {
            afterCr = true;
        } else if (b != 0) {
            events.text(b);
        }
    }

    /** What follows the CR is no LF: it was a CR. */
    private void endCr() {
        if (afterCr) {
            afterCr = false;
            events.text((byte) '\r');
        }
    }

    private void command(int code) {
        switch (code) {
            case TelnetCodes.IP, TelnetCodes.ABORT -> events.interrupt();
            case TelnetCodes.BRK -> events.breakKey();
            case TelnetCodes.AO -> events.abortOutput();
            case TelnetCodes.AYT -> events.areYouThere();
            case TelnetCodes.EC -> events.eraseCharacter();
            case TelnetCodes.EL -> events.eraseLine();
            case TelnetCodes.EOF -> events.endOfInput();
            default -> {
                // NOP, GA, DM, SUSP and the like ask for nothing that a console could give
            }
        }
    }

    private void option(int verb, int option) {
        boolean ofCharacterMode = option == TelnetCodes.ECHO || option == TelnetCodes.SUPPRESS_GO_AHEAD;
        boolean agreeable = editing || !ofCharacterMode || verb == TelnetCodes.WILL;
        boolean namedTerminal = options.isTheirs(TelnetCodes.TERMINAL_TYPE);
        boolean hopedForCharacters = wantsCharacterMode();
        reply(options.received(verb, option, agreeable));
        if (hopedForCharacters && !wantsCharacterMode()) {
            goLineByLine();
        }
        optionsChanged();
        if (options.isTheirs(TelnetCodes.TERMINAL_TYPE) != namedTerminal) {
            askTerminalType(!namedTerminal);
        }
    }

    /** No mode that could be agreed on, but a question: is all that came before it taken care of? It is. */
    private void timingMark(int verb) {
        if (verb == TelnetCodes.DO) {
            events.reply(new byte[] {(byte) TelnetCodes.IAC, (byte) TelnetCodes.WILL, TelnetCodes.TIMING_MARK});
        }
    }

    private boolean wantsCharacterMode() {
        return options.isWanted(TelnetCodes.ECHO) && options.isWanted(TelnetCodes.SUPPRESS_GO_AHEAD);
    }

    private void goLineByLine() {
        reply(options.will(TelnetCodes.ECHO, false));
        reply(options.will(TelnetCodes.SUPPRESS_GO_AHEAD, false));
        reply(options.will(TelnetCodes.BINARY, false));
    }

    private void optionsChanged() {
        if (negotiates) {
            text = options.isOurs(TelnetCodes.BINARY) ? TelnetText.BINARY : TelnetText.NVT;
        }
        boolean agreed = options.isOurs(TelnetCodes.ECHO) && options.isOurs(TelnetCodes.SUPPRESS_GO_AHEAD);
        if (agreed != characterMode) {
            characterMode = agreed;
            if (agreed) {
                reply(options.will(TelnetCodes.BINARY, true));
            }
            events.characterMode(agreed);
        }
    }

    private void askTerminalType(boolean willing) {
        if (willing) {
            terminalTypes.begin();
            events.reply(ASK_TERMINAL_TYPE.clone());
        } else {
            terminalTypes.end();
        }
    }

    private static int number(byte[] bytes, int index) {
        return ((bytes[index] & 0xff) << 8) | (bytes[index + 1] & 0xff);
    }

    private void terminalType(byte[] bytes) {
        if (!terminalTypes.isAsking()) {
            return;
        }
        String name = terminalTypes.answered(Arrays.copyOfRange(bytes, 2, bytes.length));
        if (terminalTypes.isAsking()) {
            events.reply(ASK_TERMINAL_TYPE.clone());
        } else if (name != null) {
            events.terminalType(name);
        }
    }

    /** What the parser finds. */
    private final class Parts implements TelnetParser.Parts {

        @Override
        public void text(byte b) {
            if (!negotiates || options.isTheirs(TelnetCodes.BINARY)) {
                events.text(b);
            } else {
                networkText(b);
            }
        }

        @Override
        public void command(int code) {
            endCr();
            TelnetProtocol.this.command(code);
        }

        @Override
        public void option(int verb, int option) {
            if (option == TelnetCodes.TIMING_MARK) {
                endCr();
                timingMark(verb);
            } else {
                negotiate();
                TelnetProtocol.this.option(verb, option);
            }
        }

        @Override
        public void parameters(byte[] bytes) {
            negotiate();
            int option = bytes.length == 0 ? -1 : bytes[0];
            if (option == TelnetCodes.WINDOW_SIZE && bytes.length == 5 && options.isTheirs(option)) {
                sizeKnown = true;
                events.windowSize(number(bytes, 1), number(bytes, 3));
            } else if (option == TelnetCodes.TERMINAL_TYPE && bytes.length > 1 && bytes[1] == TelnetCodes.IS) {
                terminalType(bytes);
            }
        }
    }
}
