package io.greendoor.greenlet;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The items of a {@link GreenQueue}, in the order in which they are taken. Guarded by the queue's lock, but for {@link
 * #check} and {@link #arrange}; so only these two may call the users' code.
 *
 * @param <E> the items
 */
interface Store<E> {

    /** How many there are. */
    int size();

    /** Adds one. */
    void add(E item);

    /** Whether {@link #take} knows which one is next; if not, {@link #arrange} finds out. */
    default boolean isArranged() {
        return true;
    }

    /** Takes the next one out, or null when there is none. */
    @Nullable
    E take();

    /** Puts one back that was taken the last, as if it had not been. */
    void giveBack(E item);

    /** Without the lock: throws when the item cannot be put in order. */
    default void check(E item) {}

    /** Without the lock: works out which one is next. */
    default void arrange() {}

    /** First in, first out. */
    class Fifo<E> implements Store<E> {
        private final Deque<E> items = new ArrayDeque<>();

        @Override
        public int size() {
            return items.size();
        }

        @Override
        public void add(E item) {
            items.addLast(item);
        }

        @Override
        public @Nullable E take() {
            return items.pollFirst();
        }

        @Override
        public void giveBack(E item) {
            items.addFirst(item);
        }
    }

    /** Last in, first out. */
    final class Lifo<E> extends Fifo<E> {

        @Override
        public void add(E item) {
            giveBack(item);
        }
    }
}
