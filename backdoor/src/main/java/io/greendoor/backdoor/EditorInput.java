package io.greendoor.backdoor;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.utils.NonBlockingReader;

/**
 * What a terminal's user types, from bytes to characters: the session's reader puts bytes in, on the loop and without
 * ever waiting; the editor's thread takes characters out.
 */
// Bounded: what is typed ahead beyond it is dropped, as a terminal's line discipline does.
final class EditorInput extends NonBlockingReader {

    private static final int ESCAPE = 27;
    private static final long KEY_MILLIS = 50; // within which the rest of a key comes
    private static final int MOST_TYPED_AHEAD = 1 << 20;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer undecoded = ByteBuffer.allocate(8);
    private final CharBuffer decoded = CharBuffer.allocate(16);
    private final ReentrantLock guard = new ReentrantLock();
    private final Condition changed = guard.newCondition();
    private final Deque<Character> typed = new ArrayDeque<>(); // as is `ended`, guarded by `guard`
    private boolean ended;
    private volatile Runnable beforeWait = () -> {};

    /** Has it run by whoever reads, before it waits for a character. From any thread. */
    void beforeWait(Runnable code) {
        beforeWait = code;
    }

    /** Takes a byte. One thread at a time. */
    void put(byte b) {
        undecoded.put(b);
        undecoded.flip();
        decoder.decode(undecoded, decoded, false);
        undecoded.compact();
        decoded.flip();
        guard.lock();
        try {
            while (decoded.hasRemaining()) {
                char c = decoded.get();
                if (typed.size() < MOST_TYPED_AHEAD) {
                    typed.add(c);
                }
            }
            changed.signalAll();
        } finally {
            guard.unlock();
            decoded.clear();
        }
    }

    /** Puts what the user has not typed, such as a key that no keyboard has. From any thread. */
    void type(String keys) {
        guard.lock();
        try {
            keys.chars().forEach(key -> typed.add((char) key));
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }

    /** Waits for a key, and passes over those that send more than a character; less than 0: there will be none. */
    int readKey() throws IOException {
        int key = read(0L, false);
        int rest = key == ESCAPE ? read(KEY_MILLIS, false) : READ_EXPIRED;
        while (rest >= 0 && rest != EditorDrawing.CTRL_C) {
            rest = read(KEY_MILLIS, false);
        }
        return rest == EditorDrawing.CTRL_C ? rest : key;
    }

    /** Forgets what was typed ahead. */
    void clear() {
        guard.lock();
        try {
            typed.clear();
        } finally {
            guard.unlock();
        }
    }

    /** Takes back each Ctrl-C that nobody has read; whether there was one. From any thread. */
    boolean takeInterrupt() {
        guard.lock();
        try {
            return typed.removeIf(key -> key == EditorDrawing.CTRL_C);
        } finally {
            guard.unlock();
        }
    }

    /** No more comes. */
    void end() {
        guard.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }

    @Override
    public int available() {
        guard.lock();
        try {
            return typed.size();
        } finally {
            guard.unlock();
        }
    }

    /**
     * Waits for a character.
     *
     * @param timeout milliseconds; 0: for ever; less: not at all
     */
    @Override
    protected int read(long timeout, boolean isPeek) throws InterruptedIOException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeout);
        if (timeout >= 0 && available() == 0) {
            beforeWait.run();
        }
        guard.lock();
        try {
            while (typed.isEmpty() && !ended && nanos >= 0 && (timeout == 0 || nanos > 0)) {
                if (timeout == 0) {
                    changed.await();
                } else {
                    nanos = changed.awaitNanos(nanos);
                }
                giveWay();
            }
            if (typed.isEmpty()) {
                return ended ? EOF : READ_EXPIRED;
            }
            return isPeek ? typed.peek() : typed.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("the editor was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            guard.unlock();
        }
    }

    /** As who puts characters in takes the guard for each, it is let go of meanwhile. */
    private void giveWay() {
        guard.unlock();
        try {
            GiveWay.toLoop();
        } finally {
            guard.lock();
        }
    }

    /** For what is pasted, whose end JLine would wait for whatever else is typed. */
    @Override
    public int readBuffered(char[] into, int offset, int length, long timeout) throws InterruptedIOException {
        int first = read(timeout, false);
        if (first < 0) {
            return first;
        }
        int count = 0;
        for (int c = first; c >= 0; c = count < length ? read(-1, false) : READ_EXPIRED) {
            if (c == EditorDrawing.CTRL_C) {
                throw new InterruptedIOException("the user interrupts a paste");
            }
            into[offset + count++] = (char) c;
        }
        return count;
    }
}
