package io.greendoor.door;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Runs code in the server, and prints what comes of it. */
// Two threads: one sends a source as fast as the server takes it, this one prints what comes back as it comes. So
// neither waits for the other, however much there is of either. The next source is sent when the server has told that
// it is done with the one before, all of it: so none goes on in the next, or reads that, and it is known which never
// ran.
//
// The end of the code is told by Ctrl-D, not by half-closing the connection: that way Ctrl-C can still be told to the
// server while the code runs, also the last of it (Interrupt).
final class Script {

    private static final String REQUEST = "/json\n";
    private static final byte CTRL_D = 4;
    private static final byte END_OF_PIECE = 23;
    private static final int CHUNK_BYTES = 8192;

    private final SocketChannel channel;
    private final List<Source> sources;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final Semaphore done = new Semaphore(0); // one for each source that is, but for the last
    private int doneCount;
    private volatile boolean over;
    private boolean begun;
    private boolean failed;
    private boolean ended;

    Script(SocketChannel channel, Arguments arguments, InputStream in, PrintStream out, PrintStream err) {
        this.channel = channel;
        this.sources = arguments.sources();
        this.json = arguments.json();
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code. */
    int run() throws DoorError {
        Thread sender = new Thread(null, this::send, "sender", 0, false);
        sender.setDaemon(true);
        sender.start();
        Interrupt interrupt = Interrupt.whenThisProcessEnds(channel);
        try {
            Lines lines = new Lines(channel);
            for (String line = lines.next(); !ended && line != null; line = ended ? null : lines.next()) {
                take(line);
            }
        } catch (IOException e) {
            throw DoorError.connection("the connection was lost: " + e.getMessage());
        } finally {
            interrupt.cancel();
            out.flush();
            over = true;
            done.release();
        }
        if (!begun) {
            throw DoorError.connection("whoever listens there is no door that scripts can talk to");
        }
        if (!ended) {
            throw DoorError.connection("the connection was lost before the end" + neverRun());
        }
        if (!neverRun().isEmpty()) {
            err.println("door: exit() has ended the session" + neverRun());
            return ExitCode.FAILED;
        }
        return failed ? ExitCode.FAILED : ExitCode.FINE;
    }

    private void send() {
        try {
            write(REQUEST.getBytes(StandardCharsets.UTF_8));
            for (Source source : sources.subList(0, sources.size() - 1)) {
                send(source);
                write(new byte[] {END_OF_PIECE});
                done.acquire();
                if (over) {
                    return;
                }
            }
            send(sources.get(sources.size() - 1));
            write(new byte[] {CTRL_D});
        } catch (IOException e) {
            // the one who reads finds out as well, and says so
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // which nobody does
        }
    }

    /** What the server was never sent, as the end of a sentence; empty: nothing. */
    private String neverRun() {
        List<Source> left = sources.subList(Math.min(doneCount + 1, sources.size()), sources.size());
        return left.isEmpty()
                ? ""
                : ", and this never ran: " + left.stream().map(Source::title).collect(Collectors.joining(", "));
    }

    private void send(Source source) throws IOException {
        if (source instanceof Source.Text text) {
            String code = text.text();
            write((code.endsWith("\n") ? code : code + "\n").getBytes(StandardCharsets.UTF_8));
        } else {
            byte[] chunk = new byte[CHUNK_BYTES];
            byte last = '\n';
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                write(ByteBuffer.wrap(chunk, 0, count));
                last = count == 0 ? last : chunk[count - 1];
            }
            if (last != '\n') {
                write(new byte[] {'\n'});
            }
        }
    }

    private void write(byte[] bytes) throws IOException {
        write(ByteBuffer.wrap(bytes));
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** What comes before the first object is a banner that was on its way before the server had read the request. */
    private void take(String line) throws IOException, DoorError {
        if (!begun && !line.startsWith("{\"type\":\"session\"")) {
            return;
        }
        begun = true;
        if (json) {
            out.println(line);
        }
        act(Reply.parse(line));
        if (out.checkError()) {
            throw DoorError.connection("the standard output is closed");
        }
    }

    private void act(Reply reply) throws DoorError {
        switch (reply.type()) {
            case "output" -> print(reply.field("text"));
            case "value" -> print(reply.field("text") + "\n");
            case "rejected" -> complain(reply.field("text") + "\n");
            case "thrown" -> complain(reply.field("trace"));
            case "interrupted" -> {
                failed = true;
                complain("interrupted\n");
            }
            case "piece" -> {
                doneCount++;
                done.release();
            }
            case "done" -> failed |= reply.field("ok").equals("false");
            case "end" -> {
                ended = true;
                if (reply.has("reason")) {
                    throw DoorError.connection(
                            "the server has ended the session: " + reply.field("reason") + neverRun());
                }
            }
            default -> {
                // "session", and what a newer server may say besides
            }
        }
    }

    private void print(String text) {
        if (!json) {
            out.print(text);
            out.flush();
        }
    }

    private void complain(String text) {
        if (!json) {
            err.print(text);
            err.flush();
        }
    }
}
