package io.greendoor.door;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The client's side of the telnet protocol, as much of it as a terminal needs: it lets the server echo and edit, and
 * tells it the terminal's type and size. A pure state machine. From any thread; what it makes of one call's bytes is
 * returned by that call.
 */
// Whoever offers is answered, and what is agreed on already is not answered again, so the two sides fall silent (RFC
// 854). The client begins by offering the terminal's type and size: these bytes are the first ones, by which the server
// knows that it talks to a telnet.
final class TelnetClient {

    private static final Set<Integer> OFFERED_AT_ONCE = Set.of(TelnetCodes.TERMINAL_TYPE, TelnetCodes.WINDOW_SIZE);
    private static final Set<Integer> OURS = Set.of(
            TelnetCodes.TERMINAL_TYPE, TelnetCodes.WINDOW_SIZE, TelnetCodes.BINARY, TelnetCodes.SUPPRESS_GO_AHEAD);
    private static final Set<Integer> THEIRS =
            Set.of(TelnetCodes.ECHO, TelnetCodes.BINARY, TelnetCodes.SUPPRESS_GO_AHEAD);
    private static final int LONGEST_PARAMETERS = 256;

    private enum State {
        TEXT,
        COMMAND,
        OPTION,
        PARAMETERS,
        PARAMETERS_COMMAND
    }

    private final String terminalType;
    private final Set<Integer> ours = new HashSet<>(); // as is all else, guarded by this
    private final Set<Integer> offered = new HashSet<>(OFFERED_AT_ONCE);
    private final Set<Integer> theirs = new HashSet<>();
    private final ByteArrayOutputStream parameters = new ByteArrayOutputStream();
    private ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private State state = State.TEXT;
    private int verb;
    private boolean afterCr;
    private int columns;
    private int rows;

    TelnetClient(String terminalType, int columns, int rows) {
        this.terminalType = terminalType;
        this.columns = columns;
        this.rows = rows;
    }

    /** What is to be sent first. */
    byte[] begin() {
        return new byte[] {
            (byte) TelnetCodes.IAC, (byte) TelnetCodes.WILL, TelnetCodes.TERMINAL_TYPE,
            (byte) TelnetCodes.IAC, (byte) TelnetCodes.WILL, TelnetCodes.WINDOW_SIZE
        };
    }

    /** Whether the server echoes and edits, and wants each key as it is pressed. */
    synchronized boolean isCharacterMode() {
        return theirs.contains(TelnetCodes.ECHO) && theirs.contains(TelnetCodes.SUPPRESS_GO_AHEAD);
    }

    /** What was typed, as it is to be sent. */
    synchronized byte[] typed(byte[] bytes, int length) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream(length);
        for (int i = 0; i < length; i++) {
            sent.write(bytes[i]);
            if (bytes[i] == (byte) TelnetCodes.IAC) {
                sent.write(TelnetCodes.IAC);
            } else if (bytes[i] == '\r' && !ours.contains(TelnetCodes.BINARY)) {
                sent.write(0);
            }
        }
        return sent.toByteArray();
    }

    /** The interrupt, as it is to be sent. */
    static byte[] interrupt() {
        return new byte[] {(byte) TelnetCodes.IAC, (byte) TelnetCodes.IP};
    }

    /** The window has another size; what is to be sent of that. */
    synchronized byte[] resized(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        return ours.contains(TelnetCodes.WINDOW_SIZE) ? windowSize() : new byte[0];
    }

    /**
     * Takes what the server has sent.
     *
     * @param text is added what of it is for the terminal
     * @return what the server is to be answered
     */
    synchronized byte[] receive(byte[] bytes, int length, ByteArrayOutputStream text) {
        this.text = text;
        answers.reset();
        for (int i = 0; i < length; i++) {
            receive(bytes[i] & 0xff);
        }
        return answers.toByteArray();
    }

    private void receive(int value) {
        switch (state) {
            case TEXT -> text(value);
            case COMMAND -> command(value);
            case OPTION -> {
                state = State.TEXT;
                option(value);
            }
            case PARAMETERS -> {
                if (value == TelnetCodes.IAC) {
                    state = State.PARAMETERS_COMMAND;
                } else if (parameters.size() < LONGEST_PARAMETERS) {
                    parameters.write(value);
                }
            }
            case PARAMETERS_COMMAND -> parametersCommand(value);
        }
    }

    private void text(int value) {
        boolean isNul = afterCr && value == 0 && !theirs.contains(TelnetCodes.BINARY); // CR NUL is a CR
        afterCr = value == '\r';
        if (value == TelnetCodes.IAC) {
            state = State.COMMAND;
        } else if (!isNul) {
            text.write(value);
        }
    }

    private void command(int value) {
        state = State.TEXT;
        switch (value) {
            case TelnetCodes.IAC -> text.write(value);
            case TelnetCodes.WILL, TelnetCodes.WONT, TelnetCodes.DO, TelnetCodes.DONT -> {
                verb = value;
                state = State.OPTION;
            }
            case TelnetCodes.SB -> {
                parameters.reset();
                state = State.PARAMETERS;
            }
            default -> {
                // NOP, GA, DM and the like ask a terminal for nothing
            }
        }
    }

    private void parametersCommand(int value) {
        if (value == TelnetCodes.SE) {
            state = State.TEXT;
            parameters(parameters.toByteArray());
        } else {
            state = State.PARAMETERS;
            parameters.write(value); // 255, doubled
        }
    }

    private void option(int option) {
        switch (verb) {
            case TelnetCodes.DO -> askedFor(option);
            case TelnetCodes.DONT -> {
                offered.remove(option);
                if (ours.remove(option)) {
                    answer(TelnetCodes.WONT, option);
                }
            }
            case TelnetCodes.WILL -> {
                boolean agreed = THEIRS.contains(option);
                if (!agreed || theirs.add(option)) {
                    answer(agreed ? TelnetCodes.DO : TelnetCodes.DONT, option);
                }
            }
            default -> {
                if (theirs.remove(option)) {
                    answer(TelnetCodes.DONT, option);
                }
            }
        }
    }

    private void askedFor(int option) {
        if (!OURS.contains(option)) {
            answer(TelnetCodes.WONT, option);
        } else if (ours.add(option)) {
            if (!offered.remove(option)) {
                answer(TelnetCodes.WILL, option);
            }
            if (option == TelnetCodes.WINDOW_SIZE) {
                answers.writeBytes(windowSize());
            }
        }
    }

    private void answer(int answer, int option) {
        answers.write(TelnetCodes.IAC);
        answers.write(answer);
        answers.write(option);
    }

    private void parameters(byte[] bytes) {
        boolean asksForType =
                bytes.length == 2 && bytes[0] == TelnetCodes.TERMINAL_TYPE && bytes[1] == TelnetCodes.SEND;
        if (asksForType && ours.contains(TelnetCodes.TERMINAL_TYPE)) {
            ByteArrayOutputStream type = new ByteArrayOutputStream();
            type.write(TelnetCodes.IS);
            type.writeBytes(terminalType.getBytes(StandardCharsets.US_ASCII));
            answers.writeBytes(parameters(TelnetCodes.TERMINAL_TYPE, type.toByteArray()));
        }
    }

    private byte[] windowSize() {
        byte[] size = {(byte) (columns >> 8), (byte) columns, (byte) (rows >> 8), (byte) rows};
        return parameters(TelnetCodes.WINDOW_SIZE, size);
    }

    private static byte[] parameters(int option, byte[] bytes) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.write(TelnetCodes.IAC);
        sent.write(TelnetCodes.SB);
        sent.write(option);
        for (byte b : bytes) {
            sent.write(b);
            if (b == (byte) TelnetCodes.IAC) {
                sent.write(b);
            }
        }
        sent.write(TelnetCodes.IAC);
        sent.write(TelnetCodes.SE);
        return sent.toByteArray();
    }
}
