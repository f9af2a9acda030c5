package io.greendoor.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The registry of one loop: its tasks that wait for being started, or were and have not ended. Held weakly: a suspended
 * one that nobody can reach any more may be collected. The loop's thread only, but for {@link #all}.
 */
// A linked list that one thread changes while others walk along it without a lock. An entry that is taken out keeps its
// way on, so that whoever stands on it gets to the end; it was in the list when they came there, or it is done.
final class TaskRegistry {

    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(Entry.class, "next", Entry.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final TaskNumbers numbers = new TaskNumbers();
    private final Entry head = new Entry();
    private final ReferenceQueue<Coroutine> collected = new ReferenceQueue<>();

    /** A coroutine's place in the list, so that it leaves without a search. */
    static final class Entry extends WeakReference<@Nullable Coroutine> {
        private Entry previous = this;
        private volatile Entry next = this; // written with release

        private Entry() {
            super(null);
        }

        private Entry(Coroutine coroutine, ReferenceQueue<Coroutine> collected) {
            super(coroutine, collected);
        }

        private void unlink() {
            previous.setNext(next);
            next.previous = previous;
            previous = this;
        }

        private void setNext(Entry entry) {
            NEXT.setRelease(this, entry);
        }
    }

    /** A number that no other task has, of whatever loop. */
    long takeNumber() {
        return numbers.take();
    }

    /** Does nothing when it is in already. */
    void add(Coroutine coroutine) {
        if (coroutine.registered == null) {
            coroutine.registered = link(coroutine);
        }
    }

    /** Lets go of the places of those that were collected. Not in a task: it takes a lock of the JDK's, see Errand. */
    void prune() {
        Reference<? extends Coroutine> gone = collected.poll();
        while (gone != null) {
            ((Entry) gone).unlink();
            gone = collected.poll();
        }
    }

    private Entry link(Coroutine coroutine) {
        Entry entry = new Entry(coroutine, collected);
        entry.previous = head.previous;
        entry.setNext(head);
        head.previous.setNext(entry);
        head.previous = entry;
        return entry;
    }

    void remove(Coroutine coroutine) {
        Entry entry = coroutine.registered;
        if (entry != null) {
            coroutine.registered = null;
            entry.clear();
            entry.unlink();
        }
    }

    boolean isEmpty() {
        return head.next == head;
    }

    /** The one of this number, if it was not collected. From any thread. */
    @Nullable
    Coroutine find(long number) {
        for (Entry each = head.next; each != head; each = each.next) {
            Coroutine coroutine = each.get();
            if (coroutine != null && coroutine.number() == number) {
                return coroutine;
            }
        }
        return null;
    }

    /** Those that were not collected, oldest first. From any thread. */
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
