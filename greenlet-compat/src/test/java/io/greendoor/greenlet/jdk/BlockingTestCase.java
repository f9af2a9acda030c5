package io.greendoor.greenlet.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.Hubs;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What tests of the JDK's blocking calls in green tasks share. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class BlockingTestCase {
    final List<String> log = new ArrayList<>();

    static void assumeLoom() {
        assumeTrue(
                Hubs.getHub().engine().equals("loom"),
                "a blocking call of the JDK's holds the loop of the other engines: there one uses Tpool");
    }

    static void assumeMonitorsGiveWay() {
        assumeLoom();
        assumeTrue(Runtime.version().feature() >= 24, "before JDK 24 a monitor holds the loop's thread");
    }

    /**
     * A task blocks until another task of the same loop has done something. If it held the loop, that one would never come
     * to it.
     *
     * @param release what the first one waits for
     */
    @Suspendable
    final void assertGivesWay(Task blocking, Task release) {
        GreenThread<Void> blocked = Eventlet.spawn(() -> {
            log.add("blocks");
            blocking.run();
            log.add("goes on");
        });
        GreenThread<Void> other = Eventlet.spawn(() -> {
            log.add("another task runs");
            release.run();
        });
        blocked.await();
        other.await();

        assertEquals(List.of("blocks", "another task runs", "goes on"), log);
    }

    /** A task blocks until a plain thread has done something; only then another task of the loop runs. */
    @Suspendable
    final void assertHoldsTheLoop(Task blocking, Task release) throws InterruptedException {
        Thread releasing = new Thread(() -> {
            try {
                release.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        GreenThread<Void> holding = Eventlet.spawn(() -> {
            log.add("blocks");
            releasing.start();
            blocking.run();
            log.add("goes on");
        });
        GreenThread<Void> other = Eventlet.spawn(() -> {
            log.add("another task runs");
        });
        holding.await();
        other.await();
        releasing.join();

        assertEquals(List.of("blocks", "goes on", "another task runs"), log);
    }
}
