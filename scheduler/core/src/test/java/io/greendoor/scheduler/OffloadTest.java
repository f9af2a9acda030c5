package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class OffloadTest {
    private final IOException failure = new IOException("failure");

    @Test
    void theWorkRunsOnAnotherThreadAndTheLoopGoesOn() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        CountDownLatch release = new CountDownLatch(1);
        Thread home = Thread.currentThread();

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                Thread worker = Coroutines.offload(() -> {
                    release.await();
                    return Thread.currentThread();
                });
                loop.log("offloaded elsewhere " + (worker != home && worker.isDaemon()));
            });
            scope.launch(() -> {
                loop.log("other task");
                release.countDown();
            });
            return null;
        });

        assertEquals(List.of("other task", "offloaded elsewhere true"), loop.log);
    }

    @Test
    void whatItThrowsIsThrownAsTheVerySameObject() {
        assertSame(
                failure,
                assertThrows(
                        Throwable.class,
                        () -> Coroutines.offload(() -> {
                            throw failure;
                        })));
        AssertionError error = new AssertionError("error");
        assertSame(
                error,
                assertThrows(
                        Throwable.class,
                        () -> Coroutines.offload(() -> {
                            throw error;
                        })));
        assertNull(Coroutines.offload(() -> null));
    }

    @Test
    void cancelledTheWaitEndsAtOnceAndTheWorkGoesOn() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        List<String> log = new ArrayList<>();

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                try {
                    Coroutines.offload(() -> {
                        begun.countDown();
                        release.await();
                        finished.countDown();
                        return "dropped";
                    });
                } finally {
                    log.add("gave up");
                }
            });
            Coroutines.offload(() -> begun.await(10, TimeUnit.SECONDS));
            job.cancel();
            job.join();
            log.add("joined");
            return null;
        });

        assertEquals(List.of("gave up", "joined"), log);
        assertEquals(1, finished.getCount());
        release.countDown();
        assertTrue(finished.await(10, TimeUnit.SECONDS));
        Coroutines.yieldNow();
    }

    @Test
    void theWorkSeesTheTaskLocalsOfItsTaskAndCannotChangeThem() {
        TaskLocal<String> local = new TaskLocal<>();
        local.set("outer");

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                assertEquals("outer", local.get());
                local.set("inner");
                assertEquals("inner", Coroutines.offload(() -> {
                    String seen = local.get();
                    local.set("changed by the work");
                    return seen;
                }));
                assertEquals("inner", local.get());
            });
            return null;
        });

        assertEquals("outer", local.get());
        local.set(null);
        assertNull(Coroutines.offload(local::get));
    }

    @Test
    void theWorkMayUseCoroutinesOfItsOwn() {
        assertEquals(
                "value",
                Coroutines.offload(() -> Coroutines.runBlocking(
                        scope -> scope.async(() -> "value").await())));
    }

    @Test
    void aTimeoutBoundsIt() {
        CountDownLatch never = new CountDownLatch(1);
        try {
            assertNull(Coroutines.withTimeoutOrNull(
                    Duration.ofMillis(20), () -> Coroutines.offload(() -> never.await(20, TimeUnit.SECONDS))));
        } finally {
            never.countDown();
        }
    }

    @Test
    void hundredsAtOnceAllComeBack() {
        List<Integer> results = Coroutines.runBlocking(scope -> {
            List<Deferred<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                int number = i;
                all.add(scope.async(() -> Coroutines.offload(() -> number)));
            }
            List<Integer> got = new ArrayList<>();
            for (Deferred<Integer> each : all) {
                got.add(each.await());
            }
            return got;
        });

        assertEquals(IntStream.range(0, 300).boxed().collect(Collectors.toList()), results);
    }
}
