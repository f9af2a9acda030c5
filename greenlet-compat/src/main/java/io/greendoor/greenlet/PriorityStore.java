package io.greendoor.greenlet;

import io.greendoor.scheduler.SpinLock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Items of which the lowest is taken first; among equals, the one that came first.
 *
 * @param <E> the items
 */
// A comparison is the users' code, so none may happen with the lock held. Hence the two halves: what was added since a
// moment ago, unsorted; and a search tree that never changes (a treap: a tree by the items' order that is a heap by
// random weights, so it stays shallow). arrange() sorts the first into a copy of the second, which shares most of it,
// without the lock, and then, with it, makes that the new one, unless somebody else has changed either meanwhile: then
// it begins again. To take the first out of a search tree takes no comparison.
final class PriorityStore<E> implements Store<E> {

    private final SpinLock lock;
    private final Comparator<? super E> order;
    private @Nullable Node<E> sorted; // as is all below, guarded by lock
    private @Nullable Added<E> unsorted;
    private int size;
    private long changes;

    /** A part of the tree. */
    private record Node<E>(
            E item,
            int weight,
            @Nullable Node<E> left,
            @Nullable Node<E> right) {}

    /** What was added, the last first. */
    private record Added<E>(E item, @Nullable Added<E> before) {}

    PriorityStore(SpinLock lock, Comparator<? super E> order) {
        this.lock = lock;
        this.order = order;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void add(E item) {
        unsorted = new Added<>(item, unsorted);
        size++;
        changes++;
    }

    @Override
    public void giveBack(E item) {
        add(item);
    }

    @Override
    public boolean isArranged() {
        return unsorted == null;
    }

    @Override
    public @Nullable E take() {
        Node<E> tree = sorted;
        if (tree == null) {
            return null;
        }
        size--;
        changes++;
        sorted = withoutFirst(tree);
        return first(tree);
    }

    /** An item that cannot be compared is refused when it comes; it would only show when somebody wants to take one. */
    @Override
    public void check(E item) {
        E other = item;
        lock.lock();
        try {
            if (unsorted != null) {
                other = unsorted.item;
            } else if (sorted != null) {
                other = sorted.item;
            }
        } finally {
            lock.unlock();
        }
        int ignored = order.compare(item, other);
    }

    @Override
    public void arrange() {
        boolean done = false;
        while (!done) {
            Node<E> tree;
            Added<E> added;
            long seen;
            lock.lock();
            try {
                tree = sorted;
                added = unsorted;
                seen = changes;
            } finally {
                lock.unlock();
            }
            done = added == null || replace(seen, withAll(tree, added));
        }
    }

    private boolean replace(long seen, @Nullable Node<E> by) {
        lock.lock();
        try {
            if (changes != seen) {
                return false;
            }
            sorted = by;
            unsorted = null;
            changes++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Node<E> withAll(@Nullable Node<E> tree, Added<E> added) {
        List<E> items = new ArrayList<>();
        for (Added<E> each = added; each != null; each = each.before) {
            items.add(each.item);
        }
        Collections.reverse(items); // the first first, so that equals keep their order
        Node<E> result = tree;
        for (E item : items) {
            result = with(result, item);
        }
        return result;
    }

    private Node<E> with(@Nullable Node<E> tree, E item) {
        if (tree == null) {
            return new Node<>(item, ThreadLocalRandom.current().nextInt(), null, null);
        }
        if (order.compare(item, tree.item) < 0) {
            Node<E> left = with(tree.left, item);
            return left.weight <= tree.weight
                    ? new Node<>(tree.item, tree.weight, left, tree.right)
                    : new Node<>(
                            left.item,
                            left.weight,
                            left.left,
                            new Node<>(tree.item, tree.weight, left.right, tree.right));
        }
        Node<E> right = with(tree.right, item);
        return right.weight <= tree.weight
                ? new Node<>(tree.item, tree.weight, tree.left, right)
                : new Node<>(
                        right.item,
                        right.weight,
                        new Node<>(tree.item, tree.weight, tree.left, right.left),
                        right.right);
    }

    private static <E> E first(Node<E> tree) {
        Node<E> first = tree;
        for (Node<E> left = tree.left; left != null; left = left.left) {
            first = left;
        }
        return first.item;
    }

    private static <E> @Nullable Node<E> withoutFirst(Node<E> tree) {
        return tree.left == null ? tree.right : new Node<>(tree.item, tree.weight, withoutFirst(tree.left), tree.right);
    }
}
