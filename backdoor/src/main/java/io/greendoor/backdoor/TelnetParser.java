package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;

/**
 * Takes what a telnet client sends apart: its text, the commands in it, the requests for options, the parameters of
 * those. It knows the form of RFC 854 and 855, and no meanings. What it keeps is bounded.
 */
final class TelnetParser {

    static final int LONGEST_PARAMETERS = 256;

    /** What comes out, in the order in which it came in. */
    interface Parts {

        /** A byte of text. */
        void text(byte b);

        /** A command without parameters, or one that telnet does not know. */
        void command(int code);

        /** WILL, WONT, DO or DONT, and the option. */
        void option(int verb, int option);

        /** A subnegotiation: the option, and what is said about it. At most {@link #LONGEST_PARAMETERS} bytes. */
        void parameters(byte[] bytes);
    }

    private enum State {
        TEXT,
        COMMAND,
        OPTION,
        PARAMETERS,
        PARAMETERS_COMMAND
    }

    private final Parts parts;
    private final ByteArrayOutputStream parameters = new ByteArrayOutputStream();
    private State state = State.TEXT;
    private int verb;

    TelnetParser(Parts parts) {
        this.parts = parts;
    }

    void receive(byte b) {
        int value = b & 0xff;
        switch (state) {
            case TEXT -> text(b, value);
            case COMMAND -> command(b, value);
            case OPTION -> {
                state = State.TEXT;
                parts.option(verb, value);
            }
            case PARAMETERS -> parameter(value);
            case PARAMETERS_COMMAND -> parameterCommand(b, value);
        }
    }

    private void text(byte b, int value) {
        if (value == TelnetCodes.IAC) {
            state = State.COMMAND;
        } else {
            parts.text(b);
        }
    }

    private void command(byte b, int value) {
        state = State.TEXT;
        switch (value) {
            case TelnetCodes.IAC -> parts.text(b);
            case TelnetCodes.WILL, TelnetCodes.WONT, TelnetCodes.DO, TelnetCodes.DONT -> {
                verb = value;
                state = State.OPTION;
            }
            case TelnetCodes.SB -> {
                parameters.reset();
                state = State.PARAMETERS;
            }
            default -> parts.command(value);
        }
    }

    private void parameter(int value) {
        if (value == TelnetCodes.IAC) {
            state = State.PARAMETERS_COMMAND;
        } else {
            keep(value);
        }
    }

    private void parameterCommand(byte b, int value) {
        switch (value) {
            case TelnetCodes.SE -> {
                state = State.TEXT;
                if (parameters.size() <= LONGEST_PARAMETERS) {
                    parts.parameters(parameters.toByteArray());
                }
            }
            case TelnetCodes.IAC -> {
                state = State.PARAMETERS;
                keep(value);
            }
            default -> command(b, value); // the end is missing: what is there of it is worth nothing
        }
    }

    /** The rest of what is too long is skipped: one byte more than may be shows that it was. */
    private void keep(int value) {
        if (parameters.size() <= LONGEST_PARAMETERS) {
            parameters.write(value);
        }
    }
}
