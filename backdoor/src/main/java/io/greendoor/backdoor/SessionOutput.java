package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.SpinLock;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session's output. Anybody may write to it, on any thread, under whatever locks: it only fills a buffer and never
 * waits. What is in the buffer is sent when the session flushes it, or by the loop as soon as that gets a turn.
 */
// So an answer and the prompt after it leave in one write, and what a command prints before it waits is seen while it
// waits. One at a time sends (`sending`): a task of the loop, or whoever finds the loop held. A client that does not
// read costs at most MAX_PENDING: what does not fit is counted, and the client told.
//
// What the protocol says is in the same buffer, in its order, because the order is a part of what it means. Text is
// escaped for the protocol as it is written.
final class SessionOutput extends OutputStream {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int MAX_PENDING = 16 << 20;

    private final GreenSocket socket;
    private final Scheduler loop = Scheduler.current();
    private final Consumer<IOException> onFailure;
    private final SpinLock lock = new SpinLock();
    private final PendingOutput pending = new PendingOutput(); // as are the next five, guarded by lock
    private long dropped;
    private boolean sendAsked;
    private boolean closed;
    private boolean sending;
    private Event<Void> sent = new Event<>();
    private volatile Supplier<TelnetText> how = () -> TelnetText.PLAIN;
    private volatile Framing framing = Arrays::copyOfRange;
    private volatile boolean loopIsHeld;

    /** What is made of printed text, so that it can be told from what else the client is sent. From any thread. */
    @FunctionalInterface
    interface Framing {
        /** The bytes from {@code from} to {@code to}, exclusive, as the client is to get them. */
        byte[] frame(byte[] bytes, int from, int to);
    }

    /**
     * Makes the output of one session, on its loop.
     *
     * @param onFailure is told, on the loop, when the client cannot be written to
     */
    SessionOutput(GreenSocket socket, Consumer<IOException> onFailure) {
        this.socket = socket;
        this.onFailure = onFailure;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Has text written as the client wants it at that time. */
    void writeAs(Supplier<TelnetText> how) {
        this.how = how;
    }

    /** While the loop is held, whoever flushes sends. From any thread. */
    void setLoopIsHeld(boolean held) {
        loopIsHeld = held;
    }

    @Override
    public void flush() {
        if (loopIsHeld) {
            sendNow();
        }
    }

    /** Has what is printed from now on framed. */
    void frame(Framing framing) {
        this.framing = framing;
    }

    /** Writes lines of text, which end with LF. */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        writeUnframed(framing.frame(bytes, offset, offset + length));
    }

    /** Writes lines that are framed already. */
    void printUnframed(String text) {
        writeUnframed(text.getBytes(StandardCharsets.UTF_8));
    }

    private void writeUnframed(byte[] bytes) {
        add(how.get().lines(bytes, 0, bytes.length), true);
    }

    /** Sends something of the protocol's as it is. */
    void sendProtocol(byte[] bytes) {
        add(bytes, false);
    }

    private void add(byte[] bytes, boolean isText) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (pending.size() + bytes.length > MAX_PENDING) {
                dropped += bytes.length;
            } else {
                pending.add(bytes, isText);
            }
            if (sendAsked) {
                return;
            }
            sendAsked = true;
        } finally {
            lock.unlock();
        }
        loop.execute(this::sendSoon);
    }

    void print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    /** Sends what is pending, and waits until it is sent. The loop's thread, in the session's task. */
    @Suspendable
    void send() {
        for (Event<Void> other = beginSending(); other != null; other = beginSending()) {
            other.await();
        }
        sendAll();
    }

    /**
     * Before what must not be dropped is written: if the client reads more slowly than was printed, waits until it has
     * read that. The loop's thread, in the session's task.
     */
    @Suspendable
    void makeRoom() {
        if (isCrowded()) {
            send();
        }
    }

    private boolean isCrowded() {
        lock.lock();
        try {
            return dropped > 0 || pending.size() > MAX_PENDING / 2;
        } finally {
            lock.unlock();
        }
    }

    /** Null when the caller sends from now on; else what will be sent when somebody else has sent. */
    private @Nullable Event<Void> beginSending() {
        lock.lock();
        try {
            if (sending) {
                return sent;
            }
            sending = true;
            sent = new Event<>();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void endSending() {
        Event<Void> told;
        lock.lock();
        try {
            sending = false;
            told = sent;
        } finally {
            lock.unlock();
        }
        told.send(null);
    }

    /**
     * Sends what is pending as far as the client takes it at once, while the loop is held. From any thread. If a task of
     * the loop is in the midst of sending, the client does not read, and nothing happens.
     */
    void sendNow() {
        if (beginSending() != null) {
            return;
        }
        try {
            byte[] bytes = take();
            while (bytes.length > 0) {
                int count = socket.sendNowait(ByteBuffer.wrap(bytes));
                if (count < bytes.length) {
                    putBack(bytes, count);
                    break;
                }
                bytes = take();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the client cannot be told while the loop is held", e); // the loop finds that out, too
        } finally {
            endSending();
            askToSend(); // the rest, and what was written meanwhile
        }
    }

    private void askToSend() {
        lock.lock();
        try {
            if (sendAsked || closed || pending.size() == 0) {
                return;
            }
            sendAsked = true;
        } finally {
            lock.unlock();
        }
        loop.execute(this::sendSoon);
    }

    private void putBack(byte[] bytes, int count) {
        lock.lock();
        try {
            if (!closed) {
                pending.putBack(bytes, count);
            }
        } finally {
            lock.unlock();
        }
    }

    private void sendSoon() {
        if (isPending()) {
            Eventlet.spawnN(this::send);
        }
    }

    private boolean isPending() {
        lock.lock();
        try {
            sendAsked = false;
            return !sending && pending.size() > 0;
        } finally {
            lock.unlock();
        }
    }

    @Suspendable
    private void sendAll() {
        try {
            for (byte[] bytes = take(); bytes.length > 0; bytes = take()) {
                socket.sendAll(bytes);
            }
        } catch (IOException e) {
            close();
            onFailure.accept(e);
        } finally {
            endSending();
        }
    }

    private byte[] take() {
        lock.lock();
        try {
            if (dropped > 0) {
                String told = "\n[" + dropped + " bytes of output were dropped: the client does not read them]\n";
                byte[] text = told.getBytes(StandardCharsets.UTF_8);
                byte[] bytes = framing.frame(text, 0, text.length);
                pending.add(how.get().lines(bytes, 0, bytes.length), true);
                dropped = 0;
            }
            return pending.take();
        } finally {
            lock.unlock();
        }
    }

    /** Throws away the text that was not sent yet: the client does not want to see it. */
    void dropText() {
        lock.lock();
        try {
            pending.dropText();
            dropped = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what comes from now on. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            pending.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was closed: then what is printed goes to the application's own stream. */
    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
