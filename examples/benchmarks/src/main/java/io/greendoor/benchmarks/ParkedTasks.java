package io.greendoor.benchmarks;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Task;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The memory of very many tasks that wait. Its peer is a virtual thread that is parked, with the books that the JDK
 * keeps of it by default. All are woken in the end, and counted.
 */
// What one would need anyhow in order to wake them is counted for nobody: the event here, the array of threads there.
final class ParkedTasks {

    private static final int WARM_UPS = 2;

    private int woken;

    private ParkedTasks() {}

    /** Bytes of each green thread that waits for an event. */
    static double greenThread(int tasks) throws Exception {
        return afterWarmUp(tasks, ParkedTasks::greenThreads);
    }

    /** Bytes of each coroutine that waits in {@code delay}, its timer included. */
    static double coroutine(int tasks) throws Exception {
        return afterWarmUp(tasks, ParkedTasks::coroutines);
    }

    /** Bytes of each parked virtual thread. */
    static double virtualThread(int tasks) throws Exception {
        return afterWarmUp(tasks, ParkedTasks::virtualThreads);
    }

    /** As in a program that has run for a while: the frames of code that is interpreted are larger than compiled ones. */
    private static double afterWarmUp(int tasks, Program.Measurement measurement) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            measurement.measure(tasks / 10);
        }
        return measurement.measure(tasks);
    }

    private static double greenThreads(int tasks) throws Exception {
        ParkedTasks parked = new ParkedTasks();
        Event<Void> event = new Event<>();
        long before = Heap.used();
        for (int i = 0; i < tasks; i++) {
            Eventlet.spawn(() -> {
                event.await();
                parked.woken++;
            });
        }
        Eventlet.sleep();
        return parked.bytesEach(tasks, before, () -> {
            event.send(null);
            Eventlet.sleep();
        });
    }

    private static double coroutines(int tasks) throws Exception {
        ParkedTasks parked = new ParkedTasks();
        // Long enough for all to be started and the heap to be looked at
        Duration delay = Duration.ofMillis(500).plus(Duration.ofNanos(20_000).multipliedBy(tasks));
        Double bytes = Coroutines.runBlocking(scope -> {
            long before = Heap.used();
            for (int i = 0; i < tasks; i++) {
                scope.launch(() -> {
                    Coroutines.delay(delay);
                    parked.woken++;
                });
            }
            Coroutines.yieldNow();
            return parked.bytesEach(tasks, before, () -> Coroutines.delay(delay));
        });
        return bytes == null ? Double.NaN : bytes;
    }

    private static double virtualThreads(int tasks) throws Exception {
        ParkedTasks parked = new ParkedTasks();
        BareVirtualThreads threads = new BareVirtualThreads();
        Thread[] started = new Thread[tasks];
        long before = Heap.used();
        for (int i = 0; i < tasks; i++) {
            started[i] = threads.start(() -> {
                LockSupport.park();
                parked.woken++;
            });
        }
        threads.drain();
        return parked.bytesEach(tasks, before, () -> {
            for (Thread thread : started) {
                LockSupport.unpark(thread);
            }
            threads.drain();
        });
    }

    /** Looks at the heap, then wakes all and counts them. */
    private double bytesEach(int tasks, long before, Task wake) throws Exception {
        double bytes = (double) (Heap.used() - before) / tasks;
        if (woken != 0) {
            throw new IllegalStateException(woken + " tasks did not wait long enough to be measured");
        }
        wake.run();
        if (woken != tasks) {
            throw new IllegalStateException("woke " + woken + " tasks of " + tasks);
        }
        return bytes;
    }
}
