package io.greendoor.backdoor;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.IntSupplier;

/** How many elements a collection has, if it knows without running through them. */
final class Sizes {
    static final int UNKNOWN = -1;

    private Sizes() {}

    static int of(Collection<?> collection) {
        boolean counts = collection instanceof ConcurrentLinkedQueue
                || collection instanceof ConcurrentLinkedDeque
                || collection instanceof LinkedTransferQueue;
        return counts ? UNKNOWN : collection.size();
    }

    static int of(Map<?, ?> map) {
        boolean counts =
                map instanceof SortedMap && !(map instanceof TreeMap) && !(map instanceof ConcurrentSkipListMap);
        return counts ? UNKNOWN : map.size();
    }

    /** What {@code size} says; unknown if it fails, as an application's may. */
    static int guarded(IntSupplier size) {
        try {
            return size.getAsInt();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return UNKNOWN; // the text says that there is more, not how much
        }
    }

    /** {@code … 12 more}, without a number if that is unknown. */
    static String more(int count) {
        return count > 0 ? "… " + count + " more" : "… more";
    }
}
