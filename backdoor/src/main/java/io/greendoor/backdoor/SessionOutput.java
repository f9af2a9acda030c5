package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.SpinLock;
import io.greendoor.scheduler.Suspendable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A session's output. Anybody may write to it, on any thread, under whatever locks: it only fills a buffer and never
 * waits. What is in the buffer is sent when the session flushes it, or by the loop as soon as that gets a turn.
 */
// So an answer and the prompt after it leave in one write, and what a command prints before it waits is seen while it
// waits. One task at a time sends (`sending`, the loop's thread only); the buffer alone is shared, under its lock. A
// client that does not read costs at most MAX_PENDING: what does not fit is counted, and the client told.
final class SessionOutput extends OutputStream {

    private static final int MAX_PENDING = 16 << 20;

    private final GreenSocket socket;
    private final Scheduler loop = Scheduler.current();
    private final Consumer<IOException> onFailure;
    private final SpinLock lock = new SpinLock();
    private ByteArrayOutputStream pending = new ByteArrayOutputStream(); // as are the next two, guarded by lock
    private long dropped;
    private boolean sendAsked;
    private boolean closed;
    private boolean sending;
    private Event<Void> sent = new Event<>();

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

    @Override
    public void write(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (pending.size() + length > MAX_PENDING) {
                dropped += length;
            } else {
                pending.write(bytes, offset, length);
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
        while (sending) {
            sent.await();
        }
        sendAll();
    }

    private void sendSoon() {
        if (!sending && isPending()) {
            Eventlet.spawnN(this::send);
        }
    }

    private boolean isPending() {
        lock.lock();
        try {
            sendAsked = false;
            return pending.size() > 0;
        } finally {
            lock.unlock();
        }
    }

    @Suspendable
    private void sendAll() {
        sending = true;
        sent = new Event<>();
        try {
            for (byte[] bytes = take(); bytes.length > 0; bytes = take()) {
                socket.sendAll(bytes);
            }
        } catch (IOException e) {
            close();
            onFailure.accept(e);
        } finally {
            sending = false;
            sent.send(null);
        }
    }

    private byte[] take() {
        lock.lock();
        try {
            if (dropped > 0) {
                pending.writeBytes(("\n[" + dropped + " bytes of output were dropped: the client does not read them]\n")
                        .getBytes(StandardCharsets.UTF_8));
                dropped = 0;
            }
            byte[] bytes = pending.toByteArray();
            if (pending.size() > 1 << 16) {
                pending = new ByteArrayOutputStream(); // a burst's buffer is not kept for ever
            } else {
                pending.reset();
            }
            return bytes;
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
            pending.reset();
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
