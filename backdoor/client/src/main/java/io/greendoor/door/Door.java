package io.greendoor.door;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The client of Greendoor's console. */
// One process, one connection: a Script when there is code to run, else a Conversation of whoever is at the terminal.
// Scripts speak the server's JSON form; at a terminal the client is a telnet, so that the server edits lines, completes
// and draws.
public final class Door {

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final BooleanSupplier inputIsTerminal;

    /**
     * A client with these streams.
     *
     * @param inputIsTerminal whether a person is at the input, through a terminal; asked when nothing says what to run
     */
    Door(InputStream in, PrintStream out, PrintStream err, BooleanSupplier inputIsTerminal) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.inputIsTerminal = inputIsTerminal;
    }

    /**
     * Runs the client, and ends the process with its exit code.
     *
     * @param args what {@code --help} shows
     */
    public static void main(String[] args) {
        // Whatever the locale: what comes from the server is UTF-8, and a program that reads this expects it
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exitCode = new Door(System.in, out, err, Conversation::isPossible).run(List.of(args));
        out.flush();
        System.exit(exitCode);
    }

    /** Returns the exit code. */
    int run(List<String> args) {
        try {
            if (args.contains("--help")) {
                out.print(Arguments.HELP);
                return ExitCode.FINE;
            }
            if (args.contains("--version")) {
                String version = Door.class.getPackage().getImplementationVersion();
                out.println("door " + (version == null ? "(unpackaged)" : version));
                return ExitCode.FINE;
            }
            return run(Arguments.parse(args, inputIsTerminal));
        } catch (DoorError e) {
            out.flush();
            err.println("door: " + e.getMessage());
            return e.exitCode();
        }
    }

    private int run(Arguments arguments) throws DoorError {
        if (arguments.sources().isEmpty()) {
            return Conversation.with(arguments.address());
        }
        try (SocketChannel channel = arguments.address().connect()) {
            return new Script(channel, arguments, in, out, err).run();
        } catch (IOException e) {
            throw DoorError.connection("the connection failed: " + e.getMessage());
        }
    }
}
