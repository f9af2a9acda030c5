package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class EmbeddingEdgesTest {
    private static final Duration MILLI = Duration.ofMillis(1);
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final VirtualClock clock = new VirtualClock();

    private Scheduler open() {
        return Scheduler.open(LoopOptions.DEFAULT.time(clock));
    }

    private static void onAnotherThread(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work);
        thread.start();
        thread.join();
    }

    @Test
    void afterAPassThatThrewTheHostIsWokenAsAlways() throws Exception {
        Scheduler loop = open();
        loop.onWakeUp(() -> log.add("wake up"));
        IllegalStateException thrown = new IllegalStateException("thrown into the root");
        PlainTasks.spawn(() -> Coroutine.current().transfer(loop.root(), null, thrown));
        assertSame(thrown, assertThrows(IllegalStateException.class, loop::runReady));
        log.clear();

        onAnotherThread(() -> loop.execute(() -> {}));

        assertEquals(List.of("wake up"), log);
    }

    @Test
    void theHostAndAnotherThreadTogetherWakeItOnce() throws Exception {
        Scheduler loop = open();
        loop.onWakeUp(() -> log.add("wake up"));
        loop.runReady();

        loop.execute(() -> {});
        onAnotherThread(() -> loop.execute(() -> {}));

        assertEquals(List.of("wake up"), log);
    }

    @Test
    void aRootMayCloseItsLoopInACancelledScope() {
        try (CapturedLog logged = new CapturedLog()) {
            Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
            PlainTasks.spawn(() -> {
                try {
                    PlainTasks.waitForEver();
                } finally {
                    log.add("ends");
                }
            });
            Coroutines.yieldNow();

            assertThrows(
                    Cancelled.class,
                    () -> Coroutines.coroutineScope(scope -> {
                        scope.cancel();
                        loop.close();
                        return null;
                    }));

            assertEquals(List.of("ends"), log);
            assertEquals(0, logged.messages.size());
        }
    }

    @Test
    void aFinallyBlockMayBoundItsWaitsWhileTheLoopEnds() {
        Scheduler loop = open();
        PlainTasks.spawn(() -> {
            try {
                PlainTasks.waitForEver();
            } finally {
                Coroutines.withTimeoutOrNull(MILLI, () -> {
                    PlainTasks.waitForEver();
                    return null;
                });
                log.add("bounded");
            }
        });
        Coroutines.yieldNow();

        loop.close();

        assertEquals(List.of("bounded"), log);
    }

    @Test
    void everyThreadThatClosesWaitsForTheEnd() throws Exception {
        Scheduler loop = Scheduler.start(Thread::new, LoopOptions.DEFAULT);
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        loop.execute(() -> PlainTasks.spawn(() -> {
            try {
                begun.countDown();
                PlainTasks.waitForEver();
            } finally {
                ending.countDown();
                Coroutines.delay(Duration.ofMillis(200));
                log.add("task ended");
            }
        }));
        begun.await();
        Thread first = new Thread(loop::close);
        first.start();
        ending.await();

        loop.close();

        assertEquals(List.of("task ended"), log);
        first.join();
    }

    @Test
    void aScopeThatCannotWaitForItsChildrenLeavesItsCallerAsItWas() {
        try (Scheduler loop = open()) {
            assumeTrue(loop.engine().equals("loom"));
            PlainTasks.spawn(() -> {
                try {
                    Class.forName(Initialized.class.getName());
                } catch (Throwable thrown) {
                    log.add(String.valueOf(thrown.getCause().getClass().getSimpleName()));
                }
                Coroutines.delay(MILLI);
                log.add("may wait");
            });
            Coroutines.delay(MILLI.multipliedBy(3));
        }
        assertEquals(List.of("IllegalStateException", "may wait"), log);
    }

    static final class Initialized {
        static {
            Coroutines.coroutineScope(scope -> {
                scope.launch(() -> Coroutines.delay(MILLI));
                return null;
            });
        }
    }
}
