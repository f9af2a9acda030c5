package io.greendoor.scheduler;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The started coroutines of one loop that have not ended, held weakly: a suspended one that nobody can reach any more
 * may be collected. The loop's thread only.
 */
final class LiveTasks {

    private final Entry head = new Entry();
    private final ReferenceQueue<Coroutine> collected = new ReferenceQueue<>();

    /** A coroutine's place in the list, so that it leaves without a search. */
    static final class Entry extends WeakReference<@Nullable Coroutine> {
        private Entry previous = this;
        private Entry next = this;

        private Entry() {
            super(null);
        }

        private Entry(Coroutine coroutine, ReferenceQueue<Coroutine> collected) {
            super(coroutine, collected);
        }

        private void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
        }
    }

    Entry add(Coroutine coroutine) {
        Reference<? extends Coroutine> gone = collected.poll();
        while (gone != null) {
            ((Entry) gone).unlink();
            gone = collected.poll();
        }
        Entry entry = new Entry(coroutine, collected);
        entry.previous = head.previous;
        entry.next = head;
        head.previous.next = entry;
        head.previous = entry;
        return entry;
    }

    void remove(Entry entry) {
        entry.unlink();
    }

    boolean isEmpty() {
        return head.next == head;
    }

    /** Those that were not collected, oldest first. */
    List<Coroutine> all() {
        List<Coroutine> all = new ArrayList<>();
        for (Entry each = head.next; each != head; each = each.next) {
            Coroutine coroutine = each.get();
            if (coroutine != null) {
                all.add(coroutine);
            }
        }
        return all;
    }
}
