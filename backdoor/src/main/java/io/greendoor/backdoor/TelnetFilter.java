package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;

/**
 * Takes the telnet protocol out of what a client sends: RFC 854's commands, refused options. A pure state machine:
 * bytes in, events out; it keeps nothing but its state. Clients that do not speak telnet never send byte 255, as it
 * is no part of UTF-8.
 */
// The server asks for nothing, so what comes is a client's request (DO, WILL), to be refused, or its acknowledgement
// (DONT, WONT) of something that was never on, to be ignored (RFC 1143). DO TIMING-MARK is refused like any other,
// which is what a client waits for that throws away output after an interrupt.
final class TelnetFilter {

    private static final int IAC = 255;
    private static final int DONT = 254;
    private static final int DO = 253;
    private static final int WONT = 252;
    private static final int WILL = 251;
    private static final int SB = 250;
    private static final int EL = 248;
    private static final int EC = 247;
    private static final int IP = 244;
    private static final int BRK = 243;
    private static final int SE = 240;
    private static final int EOF = 236;
    private static final int ETX = 3;

    /** What comes out, in the order in which it came in. */
    interface Events {

        /** A byte of the client's text. */
        void text(byte b);

        /** The client interrupts: IAC IP, IAC BRK, or the byte that Ctrl-C is. */
        void interrupt();

        /** The client says that no more comes. */
        void endOfInput();

        /** Something that the client must be told. */
        void reply(byte[] bytes);
    }

    private enum State {
        TEXT,
        COMMAND,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    private final Events events;
    private State state = State.TEXT;
    private int verb;
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream();

    TelnetFilter(Events events) {
        this.events = events;
    }

    /** Filters what was received; replies come last. */
    void receive(byte[] bytes) {
        for (byte b : bytes) {
            receive(b);
        }
        if (replies.size() > 0) {
            events.reply(replies.toByteArray());
            replies.reset();
        }
    }

    private void receive(byte b) {
        int value = b & 0xff;
        switch (state) {
            case TEXT -> text(b, value);
            case COMMAND -> command(b, value);
            case OPTION -> option(value);
            case SUBNEGOTIATION -> state = value == IAC ? State.SUBNEGOTIATION_COMMAND : state;
            case SUBNEGOTIATION_COMMAND -> state = value == SE ? State.TEXT : State.SUBNEGOTIATION;
        }
    }

    private void text(byte b, int value) {
        if (value == IAC) {
            state = State.COMMAND;
        } else if (value == ETX) {
            events.interrupt();
        } else if (value != 0) { // CR NUL is telnet's bare CR, and no text has a NUL
            events.text(b);
        }
    }

    private void command(byte b, int value) {
        state = State.TEXT;
        switch (value) {
            case IAC -> events.text(b);
            case WILL, WONT, DO, DONT -> {
                verb = value;
                state = State.OPTION;
            }
            case SB -> state = State.SUBNEGOTIATION;
            case IP, BRK -> events.interrupt();
            case EOF -> events.endOfInput();
            case EC -> events.text((byte) '\b');
            case EL -> events.text((byte) 21);
            default -> {
                // NOP, GA, AYT and the like ask for nothing that a line-mode console could give
            }
        }
    }

    private void option(int option) {
        state = State.TEXT;
        if (verb == DO || verb == WILL) {
            replies.write(IAC);
            replies.write(verb == DO ? WONT : DONT);
            replies.write(option);
        }
    }
}
