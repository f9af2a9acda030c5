package io.greendoor.greenlet;

import io.greendoor.scheduler.SpinLock;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import io.greendoor.scheduler.WaitQueue;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Green threads, so many at most at a time: eventlet's {@code GreenPool}. Spawning waits for a free place, first come,
 * first served; a place is free again however its green thread ends. A member of the pool that spawns into it while it
 * is full runs the task itself, in place, since it might wait for its own place otherwise.
 *
 * <p>All methods may be called from any thread; what is spawned runs on the caller's loop.
 */
// Guarded by `lock`. `taken` counts the places of members, and of those who were woken to take one. `feeding` counts
// the imaps that have more input and wait for nobody but the pool: that is work, too.
public class GreenPool {

    private static final int DEFAULT_SIZE = 1000;
    private static final Object PLACE = "a place";

    private final SpinLock lock = new SpinLock();
    private final WaitQueue<Object> spawners = new WaitQueue<>("a place in a pool", lock, this::leave);
    private final WaitQueue<Object> idlers =
            new WaitQueue<>("the end of a pool's work", lock, () -> {}); // all are woken
    private final Set<Greenlet> members = Collections.newSetFromMap(new IdentityHashMap<>());
    private int size;
    private int taken;
    private int feeding;

    /** Makes one for 1000 green threads at a time. */
    public GreenPool() {
        this(DEFAULT_SIZE);
    }

    /**
     * Makes one.
     *
     * @param size how many green threads at a time; 0: spawning waits until it is {@link #resize}d
     */
    public GreenPool(int size) {
        this.size = checkSize(size);
    }

    private static int checkSize(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("a pool has 0 places or more, not " + size);
        }
        return size;
    }

    /** Runs a task on a green thread, soon, once there is a place for it; see {@link Eventlet#spawn(Task)}. */
    @Suspendable
    public GreenThread<Void> spawn(Task task) {
        return spawn(Eventlet.returningNull(task));
    }

    /**
     * As {@link #spawn(Task)}, for a task with a result. If the spawning task is killed while it waits, nothing is
     * spawned.
     */
    @Suspendable
    public <T> GreenThread<T> spawn(Callable<T> task) {
        return spawn(task, isMember());
    }

    /** As {@link #spawn(Callable)}; {@code mayRunInPlace}: says whether the caller runs the task if there is no place. */
    @Suspendable
    <T> GreenThread<T> spawn(Callable<T> task, boolean mayRunInPlace) {
        Objects.requireNonNull(task, "task");
        if (!tryEnter()) {
            if (mayRunInPlace) {
                return GreenThread.runInPlace(task);
            }
            spawners.await(this::enter, null);
        }
        return start(task);
    }

    private <T> GreenThread<T> start(Callable<T> task) {
        GreenThread<T> thread = null;
        try {
            thread = Eventlet.spawn(task);
        } finally {
            if (thread == null) {
                leaveFor(null);
            }
        }
        lock.lock();
        try {
            members.add(thread);
        } finally {
            lock.unlock();
        }
        thread.link(this::leaveFor);
        return thread;
    }

    /** As {@link #spawn(Task)}, without a result to wait for. What the task throws is logged. */
    @Suspendable
    public void spawnN(Task task) {
        spawn(task);
    }

    /**
     * Waits until nothing runs in the pool. What {@link #imap} has still to do counts, unless it waits for its results
     * to be consumed.
     *
     * @throws IllegalStateException in a member of the pool, which would wait for itself
     */
    @Suspendable
    public void waitAll() {
        if (isMember()) {
            throw new IllegalStateException("a member of a pool cannot wait until all of the pool have ended");
        }
        idlers.await(() -> taken == 0 && feeding == 0 ? PLACE : null, null);
    }

    /** How many places are taken. */
    public int running() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many places are free; negative when more are taken than there should be since {@link #resize}. */
    public int free() {
        lock.lock();
        try {
            return size - taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait for a place. */
    public int waiting() {
        lock.lock();
        try {
            return spawners.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes how many green threads it has room for. Those that run go on; with more room, those who wait get it.
     *
     * @param size 0 or more
     */
    public void resize(int size) {
        checkSize(size);
        lock.lock();
        try {
            this.size = size;
            admit();
        } finally {
            lock.unlock();
        }
    }

    /** How many green threads it has room for. */
    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Applies a function to each item, on green threads of this pool, at once. Begins now, and looks ahead of who
     * consumes the results no further than the pool's size.
     *
     * @return the results, in the items' order, to be iterated once. {@code next()} throws what the function threw for
     *     its item, and can be called again for the next one; what the input throws comes after the results of its items
     */
    public <A, R> Iterable<R> imap(Function<A, R> function, Iterable<A> items) {
        GreenMap<A, R> results = new GreenMap<>(this, function, items).start();
        return () -> results;
    }

    /** As {@link #imap}, for a function of several arguments. */
    public <R> Iterable<R> starmap(Function<Args, R> function, Iterable<Args> items) {
        return imap(function, items);
    }

    /** An imap begins, or goes on, to bring work. */
    void feederComes() {
        lock.lock();
        try {
            feeding++;
        } finally {
            lock.unlock();
        }
    }

    /** An imap has no more, or waits for its consumer. */
    void feederGoes() {
        lock.lock();
        try {
            feeding--;
            tellIdle();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling greenlet is a member. */
    boolean isMember() {
        Greenlet caller = Greenlet.getCurrent();
        lock.lock();
        try {
            return members.contains(caller);
        } finally {
            lock.unlock();
        }
    }

    private boolean tryEnter() {
        lock.lock();
        try {
            return enter() != null;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: takes a place, if one is free. */
    private @Nullable Object enter() {
        if (taken >= size) {
            return null;
        }
        taken++;
        return PLACE;
    }

    private void leaveFor(@Nullable Greenlet member) {
        lock.lock();
        try {
            members.remove(member);
            leave();
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    private void leave() {
        taken--;
        admit();
        tellIdle();
    }

    /** With the lock held: those who wait, as far as there is room. */
    private void admit() {
        while (taken < size && spawners.wakeFirst(PLACE)) {
            taken++;
        }
    }

    private void tellIdle() {
        if (taken == 0 && feeding == 0) {
            idlers.wakeAll(PLACE);
        }
    }
}
