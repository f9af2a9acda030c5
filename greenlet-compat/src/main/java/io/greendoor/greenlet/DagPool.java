package io.greendoor.greenlet;

import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Green threads that depend on each other's results, by key: eventlet's {@code DAGPool}. A key has a value that was
 * given, or posted, or that its green thread returned; each green thread gets the values of the keys that it depends
 * on, as they come. Keys may be awaited, and depended on, before anybody knows them.
 *
 * <p>A green thread that fails makes its key fail: whoever reads it meets {@link PropagateError}. A pool belongs to the
 * thread that made it; used from another it throws {@link IllegalStateException}. Values may be null, keys not.
 *
 * @param <K> the keys
 * @param <V> the values
 */
// Each iteration over keys has a queue into which they are put when they come; `watchers` has the queues of those that
// have not come.
public class DagPool<K, V> {

    private final Scheduler home = Scheduler.current();
    private final Map<K, Outcome<V>> outcomes = new LinkedHashMap<>(); // in the order in which they came
    private final Map<K, Worker> workers = new LinkedHashMap<>();
    private final Map<K, List<GreenQueue<K>>> watchers = new LinkedHashMap<>();

    /**
     * What a green thread of the pool runs.
     *
     * @param <K> the keys
     * @param <V> the values
     */
    @FunctionalInterface
    public interface Body<K, V> {

        /**
         * Works out the value of a key.
         *
         * @param results the keys that this one depends on, with their values, in the order in which they come; to read
         *     one that failed throws {@link PropagateError}
         * @return the value; may be null
         */
        @Suspendable
        V run(K key, Iterable<Map.Entry<K, V>> results) throws Exception;
    }

    /** A key was given a value, or a green thread, that had one. */
    public static class Collision extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** Makes one. */
        public Collision() {
            super("the key has a value or a green thread already");
        }

        Collision(Object key) {
            super("the key has a value or a green thread already: " + key);
        }
    }

    /** The green thread of a key failed, by itself or because one that it depends on did. */
    public static class PropagateError extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Object key;

        /**
         * Makes one.
         *
         * @param cause what the green thread threw
         */
        public PropagateError(Object key, Throwable cause) {
            super(
                    "PropagateError(" + key + "): " + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                    cause);
            this.key = key;
        }

        /** Whose green thread failed. */
        public Object key() {
            return key;
        }
    }

    /** What became of a key. */
    private record Outcome<V>(@Nullable V value, @Nullable PropagateError failure) {

        @Nullable
        V get() {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }

    /** A green thread, and what it still waits for. */
    private final class Worker {
        private final Set<K> pending;
        private final GreenThread<Void> thread;

        Worker(K key, Set<K> depends, Body<K, V> body) {
            this.pending = new LinkedHashSet<>(depends);
            this.pending.removeAll(outcomes.keySet());
            this.thread = Eventlet.spawn(() -> work(key, depends, body));
        }
    }

    /** Makes an empty one. */
    public DagPool() {
        this(Map.of());
    }

    /** Makes one in which some keys have their values. */
    public DagPool(Map<K, V> preload) {
        preload.forEach((key, value) -> outcomes.put(Objects.requireNonNull(key, "key"), new Outcome<>(value, null)));
    }

    /**
     * Runs a body on a green thread, soon; see {@link Eventlet#spawn}. What it returns is the key's value.
     *
     * @param depends the keys whose values it gets
     * @throws Collision when the key has a value or a green thread
     */
    public void spawn(K key, Iterable<K> depends, Body<K, V> body) {
        checkThread();
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(body, "body");
        Set<K> keys = setOf(depends);
        if (outcomes.containsKey(key) || workers.containsKey(key)) {
            throw new Collision(key);
        }
        workers.put(key, new Worker(key, keys, body));
    }

    /** As {@link #spawn}, for each key with what it depends on. */
    public void spawnMany(Map<K, ? extends Iterable<K>> depends, Body<K, V> body) {
        checkThread();
        depends.forEach((key, each) -> spawn(key, asIterable(each), body));
    }

    @SuppressWarnings("unchecked") // what extends Iterable<K> is one
    private static <K> Iterable<K> asIterable(Object keys) {
        return (Iterable<K>) keys;
    }

    @Suspendable
    private void work(K key, Set<K> depends, Body<K, V> body) {
        Outcome<V> outcome;
        Greenlet self = Greenlet.getCurrent();
        try {
            outcome = new Outcome<>(body.run(key, entries(depends)), null);
        } catch (Throwable failure) {
            outcome = new Outcome<>(null, new PropagateError(key, failure));
        }
        Worker worker = workers.get(key);
        if (worker != null && worker.thread == self) { // else it was killed, and has survived
            workers.remove(key);
            settle(key, outcome);
        }
    }

    private void settle(K key, Outcome<V> outcome) {
        outcomes.put(key, outcome);
        workers.values().forEach(worker -> worker.pending.remove(key));
        List<GreenQueue<K>> queues = watchers.remove(key);
        if (queues != null) {
            queues.forEach(queue -> queue.putNowait(key));
        }
    }

    /** Waits for all keys that there are now; see {@link #await(Iterable)}. */
    @Suspendable
    public Map<K, V> await() {
        return await(allKeys());
    }

    /**
     * Waits for some keys, also such as are not there yet.
     *
     * @return their values
     * @throws PropagateError when one has failed
     */
    @Suspendable
    public Map<K, V> await(Iterable<K> keys) {
        checkThread();
        Set<K> wanted = setOf(keys);
        for (Arrivals each = new Arrivals(wanted); each.hasNext(); ) {
            outcome(each.next()).get();
        }
        Map<K, V> values = new LinkedHashMap<>();
        wanted.forEach(key -> values.put(key, outcome(key).get()));
        return values;
    }

    /** As {@link #await()}. */
    @Suspendable
    public Map<K, V> waitAll() {
        return await();
    }

    /** Waits for all keys that there are now, one after the other; see {@link #waitEach(Iterable)}. */
    public Iterable<Map.Entry<K, V>> waitEach() {
        return waitEach(allKeys());
    }

    /**
     * Waits for some keys, one after the other.
     *
     * @return each with its value, in the order in which they come; {@code next()} waits for it, throws {@link
     *     PropagateError} when it has failed, and can be called again
     */
    public Iterable<Map.Entry<K, V>> waitEach(Iterable<K> keys) {
        return entries(setOf(keys));
    }

    private Iterable<Map.Entry<K, V>> entries(Set<K> keys) {
        checkThread();
        return () -> new Entries<>(keys, outcome -> true, Outcome::get);
    }

    /** As {@link #waitEach()}, but passes over those that fail. */
    public Iterable<Map.Entry<K, V>> waitEachSuccess() {
        return waitEachSuccess(allKeys());
    }

    /** As {@link #waitEach(Iterable)}, but passes over those that fail. */
    public Iterable<Map.Entry<K, V>> waitEachSuccess(Iterable<K> keys) {
        checkThread();
        Set<K> wanted = setOf(keys);
        return () -> new Entries<>(wanted, outcome -> outcome.failure == null, Outcome::get);
    }

    /** As {@link #waitEach()}, but gives those that fail, each with its {@link PropagateError}. */
    public Iterable<Map.Entry<K, Throwable>> waitEachException() {
        return waitEachException(allKeys());
    }

    /** As {@link #waitEach(Iterable)}, but gives those that fail, each with its {@link PropagateError}. */
    public Iterable<Map.Entry<K, Throwable>> waitEachException(Iterable<K> keys) {
        checkThread();
        Set<K> wanted = setOf(keys);
        return () -> new Entries<>(wanted, outcome -> outcome.failure != null, Outcome::failure);
    }

    /**
     * Gives a key its value.
     *
     * @throws Collision when it has a value or a green thread
     */
    public void post(K key, V value) {
        post(key, value, false);
    }

    /**
     * Gives a key its value.
     *
     * @param replace whether one that it has may be replaced
     * @throws Collision when it has one that may not, or a green thread
     */
    public void post(K key, V value, boolean replace) {
        checkThread();
        Objects.requireNonNull(key, "key");
        if (workers.containsKey(key) || (!replace && outcomes.containsKey(key))) {
            throw new Collision(key);
        }
        settle(key, new Outcome<>(value, null));
    }

    /**
     * Kills the green thread of a key, which is as if it had not been spawned then: whoever waits for it waits on, and
     * it may be spawned or posted again.
     *
     * @throws NoSuchElementException when it has none that runs
     */
    @Suspendable
    public void kill(K key) {
        checkThread();
        Worker worker = workers.remove(key);
        if (worker == null) {
            throw new NoSuchElementException("no green thread runs for the key " + key);
        }
        worker.thread.kill();
    }

    /**
     * The value of a key, which it waits for.
     *
     * @throws PropagateError when it has failed
     */
    @Suspendable
    public @Nullable V get(K key) {
        return await(Set.of(key)).get(key);
    }

    /**
     * The value of a key, or {@code absent} when it has none yet. Does not wait.
     *
     * @throws PropagateError when it has failed
     */
    public @Nullable V get(K key, @Nullable V absent) {
        checkThread();
        Outcome<V> outcome = outcomes.get(key);
        return outcome == null ? absent : outcome.get();
    }

    /** The keys that have a value, or have failed: a copy. */
    public Set<K> keys() {
        checkThread();
        return new LinkedHashSet<>(outcomes.keySet());
    }

    /**
     * The keys that have a value, with it: a copy.
     *
     * @throws PropagateError when one has failed
     */
    public Map<K, V> items() {
        return await(outcomes.keySet());
    }

    /** How many green threads have not ended. */
    public int running() {
        checkThread();
        return workers.size();
    }

    /** The keys of the green threads that have not ended: a copy. */
    public Set<K> runningKeys() {
        checkThread();
        return new LinkedHashSet<>(workers.keySet());
    }

    /** How many green threads depend on keys without a value. */
    public int waiting() {
        return waitingFor().size();
    }

    /** The keys of the green threads that depend on keys without a value, with those: a copy. */
    public Map<K, Set<K>> waitingFor() {
        checkThread();
        Map<K, Set<K>> all = new LinkedHashMap<>();
        workers.forEach((key, worker) -> {
            if (!worker.pending.isEmpty()) {
                all.put(key, new LinkedHashSet<>(worker.pending));
            }
        });
        return all;
    }

    /**
     * The keys without a value that the green thread of {@code key} depends on: a copy.
     *
     * @return empty when {@code key} has its value
     * @throws NoSuchElementException when it has neither a value nor a green thread
     */
    public Set<K> waitingFor(K key) {
        checkThread();
        Worker worker = workers.get(key);
        if (worker == null && !outcomes.containsKey(key)) {
            throw new NoSuchElementException("there is neither a value nor a green thread for the key " + key);
        }
        return worker == null ? new LinkedHashSet<>() : new LinkedHashSet<>(worker.pending);
    }

    private void checkThread() {
        Scheduler caller = Scheduler.current();
        if (caller != home) {
            throw new IllegalStateException("a DagPool belongs to the thread that made it: this one to \""
                    + home.threadName() + "\", and \"" + caller.threadName() + "\" used it");
        }
    }

    private Outcome<V> outcome(K key) {
        return Objects.requireNonNull(outcomes.get(key)); // it has come, and none ever goes
    }

    private Set<K> allKeys() {
        Set<K> all = keys();
        all.addAll(workers.keySet());
        return all;
    }

    private static <K> Set<K> setOf(Iterable<K> keys) {
        Set<K> set = new LinkedHashSet<>();
        keys.forEach(key -> set.add(Objects.requireNonNull(key, "key")));
        return set;
    }

    /** Keys, as they come. */
    private final class Arrivals {
        private final GreenQueue<K> arrived = new GreenQueue<>();
        private int left;

        Arrivals(Set<K> keys) {
            checkThread();
            left = keys.size();
            for (K key : keys) {
                if (outcomes.containsKey(key)) {
                    arrived.putNowait(key);
                } else {
                    watchers.computeIfAbsent(key, none -> new ArrayList<>()).add(arrived);
                }
            }
        }

        boolean hasNext() {
            return left > 0;
        }

        @Suspendable
        K next() {
            checkThread();
            K key = Objects.requireNonNull(arrived.get());
            left--;
            return key;
        }
    }

    /**
     * Those of some keys that are wanted, with what is told of them.
     *
     * @param <T> what is
     */
    private final class Entries<T> implements Iterator<Map.Entry<K, T>> {
        private final Arrivals arrivals;
        private final Predicate<Outcome<V>> wanted;
        private final Function<Outcome<V>, @Nullable T> content;
        private @Nullable K next;

        Entries(Set<K> keys, Predicate<Outcome<V>> wanted, Function<Outcome<V>, @Nullable T> content) {
            this.arrivals = new Arrivals(keys);
            this.wanted = wanted;
            this.content = content;
        }

        @Override
        @Suspendable
        public boolean hasNext() {
            while (next == null && arrivals.hasNext()) {
                K key = arrivals.next();
                next = wanted.test(outcome(key)) ? key : null;
            }
            return next != null;
        }

        @Override
        @Suspendable
        public Map.Entry<K, T> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all keys have come");
            }
            K key = Objects.requireNonNull(next);
            next = null;
            return new AbstractMap.SimpleImmutableEntry<>(key, content.apply(outcome(key)));
        }
    }
}
