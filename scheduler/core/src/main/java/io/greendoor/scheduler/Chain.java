package io.greendoor.scheduler;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those who wait for one thing, in the order in which they came. Guarded by the lock of whoever owns it. */
// Intrusive: whoever waits is its own link, so that to queue up costs no memory, and to leave early no search.
class Chain {

    private @Nullable Link first;
    private @Nullable Link last;
    private int size;

    /** A place in one chain at a time. */
    abstract static class Link {
        private @Nullable Chain chain;
        private @Nullable Link previous;
        private @Nullable Link next;
    }

    int length() {
        return size;
    }

    void forEach(Consumer<Link> action) {
        for (Link each = first; each != null; each = each.next) {
            action.accept(each);
        }
    }

    void add(Link link) {
        link.chain = this;
        link.previous = last;
        if (last == null) {
            first = link;
        } else {
            last.next = link;
        }
        last = link;
        size++;
    }

    /** Takes it out; false when it is not in. */
    boolean remove(Link link) {
        if (link.chain != this) {
            return false;
        }
        Link before = link.previous;
        Link after = link.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        link.chain = null;
        link.previous = null;
        link.next = null;
        size--;
        return true;
    }

    /** Takes the first one out. */
    @Nullable
    Link poll() {
        Link taken = first;
        if (taken != null) {
            remove(taken);
        }
        return taken;
    }
}
