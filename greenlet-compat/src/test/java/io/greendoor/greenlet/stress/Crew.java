package io.greendoor.greenlet.stress;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Threads and loops on which jobs run at the same time, those on loops with chaos thrown into them. */
final class Crew {

    private static final long BOUND_SECONDS = 60;

    private final Random seeds;
    private final Queue<String> faults;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Scheduler> loops = new CopyOnWriteArrayList<>();
    private final CountDownLatch begin = new CountDownLatch(1);

    /** What one of the crew does. */
    @FunctionalInterface
    interface Job {
        @Suspendable
        void run(Random random) throws Exception;
    }

    Crew(long seed, Queue<String> faults) {
        this.seeds = new Random(seed);
        this.faults = faults;
    }

    /** A thread that does it itself. */
    void onThread(String name, Job job) {
        Random random = new Random(seeds.nextLong());
        add(name, () -> {
            loops.add(Scheduler.current());
            job.run(random);
        });
    }

    /** A thread whose loop does all of them, each as a green thread, and tears at them until they have ended. */
    void onLoop(String name, List<Job> jobs) {
        List<Random> randoms =
                jobs.stream().map(job -> new Random(seeds.nextLong())).toList();
        Random killers = new Random(seeds.nextLong());
        add(name, () -> {
            Scheduler loop = Scheduler.current();
            loops.add(loop);
            Queue<GreenThread<Void>> begun = new ConcurrentLinkedQueue<>();
            AtomicBoolean over = new AtomicBoolean();
            List<GreenThread<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < jobs.size(); i++) {
                tasks.add(start(jobs.get(i), randoms.get(i), begun));
            }
            GreenThread<Void> killer = Eventlet.spawn(() -> killSome(begun, over, killers));
            Event<Void> outsiderGone = new Event<>(); // to join it would hold the loop, which it waits for
            Thread outsider = new Thread(
                    () -> {
                        killFromOutside(loop, begun, over);
                        outsiderGone.send(null);
                    },
                    name + "-outsider");
            outsider.setDaemon(true);
            outsider.start();
            for (GreenThread<Void> task : tasks) {
                await(task);
            }
            over.set(true);
            await(killer);
            outsiderGone.await();
        });
    }

    private static GreenThread<Void> start(Job job, Random random, Queue<GreenThread<Void>> begun) {
        List<GreenThread<Void>> self = new ArrayList<>();
        self.add(Eventlet.spawn(() -> {
            begun.add(self.get(0)); // before that it could not survive
            job.run(random);
        }));
        return self.get(0);
    }

    /** Chaos that came while it was in a call of the JDK's, at its very end, is what it ended with. */
    @Suspendable
    private static void await(GreenThread<Void> task) {
        try {
            task.await();
        } catch (Chaos late) {
            return;
        }
    }

    @Suspendable
    private static void killSome(Queue<GreenThread<Void>> victims, AtomicBoolean over, Random random) {
        while (!over.get()) {
            Eventlet.sleep(Chaos.shortTime(random));
            GreenThread<Void> victim = victims.poll();
            if (victim != null && !victim.isDead()) {
                victims.add(victim);
                victim.kill(new Chaos());
            }
        }
    }

    /** Another thread cannot kill, but ask the loop to. */
    private static void killFromOutside(Scheduler loop, Queue<GreenThread<Void>> victims, AtomicBoolean over) {
        while (!over.get()) {
            GreenThread<Void> victim = victims.poll();
            if (victim != null && !victim.isDead()) {
                CountDownLatch done = new CountDownLatch(1);
                loop.execute(() -> {
                    victims.add(victim);
                    Eventlet.kill(victim, new Chaos());
                    done.countDown();
                });
                awaitAtMost(done);
            } else {
                Thread.yield();
            }
        }
    }

    private static void awaitAtMost(CountDownLatch done) {
        try {
            done.await(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(String name, io.greendoor.scheduler.Task work) {
        Thread thread = new Thread(
                () -> {
                    awaitAtMost(begin);
                    try {
                        work.run();
                    } catch (Throwable thrown) {
                        faults.add(name + " threw " + thrown);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
    }

    /** Has all begin. */
    void begin() {
        threads.forEach(Thread::start);
        begin.countDown();
    }

    /** Waits for those whose names begin so; says who is stuck. */
    void join(String prefix) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        for (Thread thread : threads) {
            if (thread.getName().startsWith(prefix)) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
                if (thread.isAlive()) {
                    throw new AssertionError(thread.getName() + " has not ended after " + BOUND_SECONDS + " s; "
                            + faults + "\n" + dump());
                }
            }
        }
    }

    private String dump() {
        return loops.stream()
                .filter(Scheduler::isAlive)
                .map(loop -> loop + "\n"
                        + Stream.concat(Arrays.stream(loop.thread().getStackTrace()), loop.tasks().stream())
                                .map(line -> "  " + line)
                                .collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n"));
    }
}
