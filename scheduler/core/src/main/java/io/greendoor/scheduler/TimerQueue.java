package io.greendoor.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pending timers by deadline, then by order of creation. The loop's thread only.
 */
// A binary heap whose entries know their index, so that a cancelled timer leaves at once instead of piling up.
// Deadlines are compared by subtraction, as System.nanoTime() asks for: they may wrap around.
final class TimerQueue {

    private @Nullable Entry[] heap = new @Nullable Entry[16];
    private int size;
    private long added;

    /** A timer's place in the queue. */
    abstract static class Entry implements Ready {
        long deadlineNanos; // does not change while it is in
        private long sequence;
        private int index = -1;

        Entry(long deadlineNanos) {
            this.deadlineNanos = deadlineNanos;
        }

        /** Whether it will still take its turn. From any thread. */
        abstract boolean isPending();

        /** What takes its turn when the time has come. */
        abstract Ready target();

        /** Who is due first. */
        static int compare(Entry one, Entry other) {
            return one == other ? 0 : one.before(other) ? -1 : 1;
        }

        private boolean before(Entry other) {
            long difference = deadlineNanos - other.deadlineNanos;
            return difference != 0 ? difference < 0 : sequence < other.sequence;
        }
    }

    int size() {
        return size;
    }

    @Nullable
    Entry first() {
        return heap[0];
    }

    /** Those that are in it, from any thread: while it changes some may be missing, or there twice. */
    List<Entry> peek() {
        List<Entry> seen = new ArrayList<>();
        for (Entry entry : heap) {
            if (entry != null) {
                seen.add(entry);
            }
        }
        return seen;
    }

    /** In no particular order. */
    void forEach(Consumer<Entry> action) {
        for (int i = 0; i < size; i++) {
            action.accept(at(i));
        }
    }

    void add(Entry entry) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        entry.sequence = added++;
        size++;
        siftUp(size - 1, entry);
    }

    /** Takes it out; false when it is not in. */
    boolean remove(Entry entry) {
        int hole = entry.index;
        if (hole < 0) {
            return false;
        }
        entry.index = -1;
        size--;
        Entry last = at(size);
        heap[size] = null;
        if (hole < size) {
            siftDown(hole, last);
            if (heap[hole] == last) {
                siftUp(hole, last);
            }
        }
        return true;
    }

    private Entry at(int index) {
        Entry entry = heap[index];
        if (entry == null) {
            throw new IllegalStateException("timer heap is damaged at " + index + " of " + size);
        }
        return entry;
    }

    private void place(int index, Entry entry) {
        heap[index] = entry;
        entry.index = index;
    }

    private void siftUp(int from, Entry entry) {
        int hole = from;
        while (hole > 0) {
            Entry parent = at((hole - 1) >>> 1);
            if (!entry.before(parent)) {
                break;
            }
            place(hole, parent);
            hole = (hole - 1) >>> 1;
        }
        place(hole, entry);
    }

    private void siftDown(int from, Entry entry) {
        int hole = from;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && at(child + 1).before(at(child))) {
                child++;
            }
            if (!at(child).before(entry)) {
                break;
            }
            place(hole, at(child));
            hole = child;
        }
        place(hole, entry);
    }
}
