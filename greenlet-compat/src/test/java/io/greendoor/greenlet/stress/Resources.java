package io.greendoor.greenlet.stress;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenBoundedSemaphore;
import io.greendoor.greenlet.GreenCappedSemaphore;
import io.greendoor.greenlet.GreenPool;
import io.greendoor.greenlet.GreenSemaphore;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.GreenletExit;
import io.greendoor.greenlet.Pool;
import io.greendoor.scheduler.Mutex;
import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What there are so many of: permits, places, things. All are used by tasks of all loops and by plain threads. */
final class Resources {

    private static final int PERMITS = 2;
    private static final int PLACES = 3;

    private final GreenSemaphore semaphore = new GreenSemaphore(PERMITS);
    private final GreenSemaphore bounded = new GreenBoundedSemaphore(PERMITS);
    private final GreenCappedSemaphore capped = new GreenCappedSemaphore(PERMITS, PERMITS);
    private final Mutex mutex = new Mutex();
    private final GreenPool pool = new GreenPool(PLACES);
    private final AtomicInteger made = new AtomicInteger();
    private final Pool<AtomicInteger> things = new Pool<>(0, PERMITS, this::make);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger boundedInside = new AtomicInteger();
    private final AtomicInteger cappedInside = new AtomicInteger();
    private final AtomicInteger mutexInside = new AtomicInteger();
    private final AtomicInteger placesTaken = new AtomicInteger();
    private final Queue<Spawned> spawned = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults;

    /** A green thread that anybody may wait for: how often its task ran, and whether it was killed. */
    private record Spawned(GreenThread<Integer> thread, int number, AtomicInteger runs) {}

    Resources(Queue<String> faults) {
        this.faults = faults;
    }

    /** Uses them so often, whatever is thrown into it. */
    @Suspendable
    void use(int times, Random random) throws Exception {
        for (int i = 0; i < times; i++) {
            useOne(random);
        }
    }

    @Suspendable
    private void useOne(Random random) throws Exception {
        switch (random.nextInt(8)) {
            case 0 -> Chaos.survives(random, () -> with(semaphore, inside, random));
            case 1 -> Chaos.survives(random, () -> with(bounded, boundedInside, random));
            case 2 -> Chaos.survives(random, () -> withCapped(random));
            case 3 -> Chaos.survives(random, () -> withMutex(random));
            case 4 -> Chaos.survives(random, () -> withThing(random));
            case 5 -> spawnInPool(random);
            case 6 -> spawnAndPublish(random);
            default -> awaitSomebody(random);
        }
    }

    @Suspendable
    private void with(GreenSemaphore permits, AtomicInteger inside, Random random) {
        boolean has = true;
        switch (random.nextInt(3)) {
            case 0 -> permits.acquire();
            case 1 -> has = permits.acquire(Chaos.shortTime(random));
            default -> has = permits.tryAcquire();
        }
        if (has) {
            try {
                hold(inside, PERMITS, "permits", random);
            } finally {
                permits.release();
            }
        }
    }

    @Suspendable
    private void withCapped(Random random) {
        if (random.nextBoolean()) {
            capped.acquire();
        } else if (!capped.acquire(Chaos.shortTime(random))) {
            return;
        }
        try {
            hold(cappedInside, PERMITS, "capped permits", random);
        } finally {
            capped.release(); // never waits: there is room for what was acquired
        }
    }

    @Suspendable
    private void withMutex(Random random) {
        mutex.lock();
        try {
            hold(mutexInside, 1, "mutex", random);
        } finally {
            mutex.unlock();
        }
    }

    @Suspendable
    private void withThing(Random random) {
        AtomicInteger thing;
        try {
            thing = things.get();
        } catch (IllegalStateException unmade) {
            return;
        }
        try {
            hold(thing, 1, "thing", random);
        } finally {
            things.put(thing);
        }
    }

    @Suspendable
    private AtomicInteger make() {
        Eventlet.sleep();
        if (made.incrementAndGet() % 5 == 1) {
            throw new IllegalStateException("expected: it cannot be made this time");
        }
        return new AtomicInteger();
    }

    /** Holds one of so many, perhaps across a wait. */
    @Suspendable
    private void hold(AtomicInteger held, int limit, String what, Random random) {
        if (held.incrementAndGet() > limit) {
            faults.add("more than " + limit + " hold the " + what);
        }
        try {
            if (random.nextBoolean()) {
                Eventlet.sleep();
            }
        } finally {
            held.decrementAndGet();
        }
    }

    @Suspendable
    private void spawnInPool(Random random) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        List<GreenThread<Integer>> got = new ArrayList<>();
        boolean entered = Chaos.survives(
                random,
                () -> got.add(pool.spawn(() -> {
                    runs.incrementAndGet();
                    hold(placesTaken, PLACES, "places", random);
                    return 7;
                })));
        if (entered && random.nextInt(4) == 0) {
            Chaos.survives(random, () -> got.get(0).kill()); // perhaps before it has started
        } else if (entered) {
            Chaos.survives(random, () -> check(got.get(0).await() == 7, "a member's result"));
        } else {
            check(got.isEmpty(), "a spawn that was given up");
        }
        check(runs.get() <= 1, "a member runs once");
    }

    @Suspendable
    private void spawnAndPublish(Random random) throws Exception {
        int number = random.nextInt();
        AtomicInteger runs = new AtomicInteger();
        GreenThread<Integer> thread = Eventlet.spawn(() -> {
            runs.incrementAndGet();
            Eventlet.sleep(Chaos.shortTime(random));
            return number;
        });
        spawned.add(new Spawned(thread, number, runs));
        if (random.nextInt(3) == 0) {
            Chaos.survives(random, () -> Eventlet.sleep());
            Chaos.survives(random, () -> thread.kill(new GreenletExit()));
        }
    }

    /** Of whatever loop it is. */
    @Suspendable
    private void awaitSomebody(Random random) throws Exception {
        Spawned other = spawned.poll();
        if (other == null) {
            return;
        }
        boolean done = Chaos.survives(random, () -> {
            try {
                check(other.thread.await() == other.number, "another's result");
            } catch (GreenletExit killed) {
                check(other.thread.isDead() || other.runs.get() <= 1, "another that was killed");
            }
        });
        if (!done) {
            spawned.add(other);
        }
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            faults.add(what + " is wrong");
        }
    }

    /** What is wrong, when all have ended. On a plain thread. */
    List<String> faults() throws Exception {
        for (Spawned each = spawned.poll(); each != null; each = spawned.poll()) {
            Spawned one = each;
            try {
                check(one.thread.await() == one.number, "a last one's result");
            } catch (GreenletExit killed) {
                check(one.runs.get() <= 1, "a last one that was killed");
            }
        }
        pool.waitAll();
        check(pool.running() == 0 && pool.free() == PLACES && pool.waiting() == 0, "the count of places");
        check(semaphore.balance() == PERMITS, "the count of permits");
        check(bounded.balance() == PERMITS, "the count of bounded permits");
        check(capped.balance() == PERMITS, "the count of capped permits");
        check(things.free() == PERMITS && things.waiting() == 0, "the count of things");
        check(!mutex.isLocked(), "the mutex");
        return new ArrayList<>(faults);
    }
}
