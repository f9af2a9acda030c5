package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What waits to be sent to a client, in order. Its text may be thrown away, what the protocol says may not: the two
 * are kept apart. Used by one thread at a time.
 */
// In pieces, so that what is thrown away is not in the middle of being sent, and so that a burst's memory goes with it.
final class PendingOutput {

    static final int PIECE_BYTES = 1 << 16;

    private static final class Piece {
        final boolean isText;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Piece(boolean isText) {
            this.isText = isText;
        }
    }

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private int size;

    int size() {
        return size;
    }

    /** Adds text, or what the protocol says. */
    void add(byte[] bytes, boolean isText) {
        for (int done = 0; done < bytes.length; ) {
            Piece last = lastOf(isText);
            int length = Math.min(bytes.length - done, PIECE_BYTES - last.bytes.size());
            last.bytes.write(bytes, done, length);
            done += length;
        }
        size += bytes.length;
    }

    private Piece lastOf(boolean isText) {
        Piece last = pieces.peekLast();
        if (last == null || last.isText != isText || last.bytes.size() == PIECE_BYTES) {
            last = new Piece(isText);
            pieces.add(last);
        }
        return last;
    }

    /** Takes off what comes first, as much as makes a good write; empty when there is nothing. */
    byte[] take() {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        for (Piece next = pieces.peek();
                next != null && taken.size() + next.bytes.size() <= PIECE_BYTES;
                next = pieces.peek()) {
            taken.writeBytes(pieces.remove().bytes.toByteArray());
        }
        size -= taken.size();
        return taken.toByteArray();
    }

    /** Puts back what is left of what was taken. It is no text any more, since it may begin in the middle of something. */
    void putBack(byte[] taken, int sent) {
        Piece rest = new Piece(false);
        rest.bytes.write(taken, sent, taken.length - sent);
        pieces.addFirst(rest);
        size += rest.bytes.size();
    }

    /** Throws the text away. */
    void dropText() {
        pieces.removeIf(piece -> piece.isText);
        size = pieces.stream().mapToInt(piece -> piece.bytes.size()).sum();
    }

    void clear() {
        pieces.clear();
        size = 0;
    }
}
