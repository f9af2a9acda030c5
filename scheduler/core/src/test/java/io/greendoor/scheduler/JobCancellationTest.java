package io.greendoor.scheduler;

import static io.greendoor.scheduler.TaskAssertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class JobCancellationTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();

    @Test
    void aCancelledJobsWaitThrowsWithTheMessage() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                try {
                    Coroutines.delay(MILLI.multipliedBy(10));
                } catch (Cancelled cancelled) {
                    loop.log(cancelled.getMessage());
                    throw cancelled;
                }
            });
            Coroutines.delay(MILLI);
            assertTrue(job.isActive());
            job.cancel("enough");
            assertFalse(job.isActive());
            assertTrue(job.isCancelled());
            assertFalse(job.isCompleted());
            job.join();
            assertTrue(job.isCompleted());
            return null;
        });

        loop.log("ended");
        assertEquals(List.of("1 ms: enough", "1 ms: ended"), loop.log);
    }

    @Test
    void aJobThatIsCancelledBeforeItStartsNeverRuns() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> loop.log("ran"));
            Deferred<Boolean> deferred = scope.async(() -> loop.log.add("ran"));
            job.invokeOnCompletion(with -> loop.log("ended with " + with.getMessage()));
            job.cancel("first");
            job.cancel("second");
            deferred.cancel();
            job.join();
            assertThrows(Cancelled.class, deferred::await);
            return null;
        });

        assertEquals(List.of("0 ms: ended with first"), loop.log);
    }

    @Test
    void everyLaterWaitThrowsAgain() {
        TestLoop loop = TestLoop.in(clock);
        Mutex mutex = new Mutex();
        Channel<String> channel = Channel.unlimited();
        channel.trySend("element");

        Coroutines.runBlocking(scope -> {
            Job other = scope.launch(() -> {});
            Job job = scope.launch(() -> {
                assertThrows(Cancelled.class, () -> Coroutines.suspendCancellable(never -> {}));
                assertThrows(Cancelled.class, Coroutines::yieldNow);
                assertThrows(Cancelled.class, () -> Coroutines.delay(Duration.ZERO));
                assertThrows(Cancelled.class, () -> Coroutines.suspendCancellable(now -> now.resume(null)));
                assertThrows(Cancelled.class, mutex::lock);
                assertThrows(Cancelled.class, channel::receive);
                assertThrows(Cancelled.class, () -> channel.send("another"));
                assertThrows(Cancelled.class, other::join);
                assertThrows(Cancelled.class, () -> Coroutines.offload(() -> null));
                assertThrows(
                        Cancelled.class,
                        () -> new Select<>().onReceive(channel, element -> null).select());
                assertThrows(Cancelled.class, () -> Coroutines.coroutineScope(nested -> loop.log.add("never")));
                assertThrows(Cancelled.class, () -> Coroutines.withTimeout(MILLI, () -> loop.log.add("never")));
                loop.log("all threw");
            });
            Coroutines.delay(MILLI);
            job.cancel();
            return null;
        });

        assertEquals(List.of("1 ms: all threw"), loop.log);
        assertFalse(mutex.isLocked());
        assertEquals("element", channel.tryReceive());
        assertNull(channel.tryReceive());
    }

    @Test
    void aWaitThatWasResumedAlreadyIsCancelledAllTheSame() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            List<Continuation<String>> waiters = new ArrayList<>();
            Job job = scope.launch(() -> {
                try {
                    loop.log("got "
                            + Coroutines.<String>suspendCancellable(waiter -> {
                                waiter.invokeOnCancellation(why -> loop.log("given up: " + why.getMessage()));
                                waiters.add(waiter);
                            }));
                } catch (Cancelled cancelled) {
                    loop.log("cancelled");
                }
            });
            Coroutines.yieldNow();
            waiters.get(0).resume("value");
            job.cancel("prompt");
            return null;
        });

        assertEquals(List.of("0 ms: given up: prompt", "0 ms: cancelled"), loop.log);
    }

    @Test
    void aJobMayCatchItsCancellationAndReturnButCountsAsCancelled() {
        TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Deferred<String> deferred = scope.async(() -> {
                assertThrows(Cancelled.class, () -> Coroutines.delay(MILLI));
                return "value";
            });
            Coroutines.yieldNow();
            deferred.cancel("reason");
            assertEquals(
                    "reason", assertThrows(Cancelled.class, deferred::await).getMessage());
            assertTrue(scope.isActive());
            return null;
        });
    }

    @Test
    void aJobCancelsItself() {
        TestLoop loop = TestLoop.in(clock);
        AtomicReference<Job> self = new AtomicReference<>();

        Coroutines.runBlocking(scope -> {
            self.set(scope.launch(() -> {
                self.get().cancel();
                loop.log("goes on");
                Coroutines.yieldNow();
                loop.log("never");
            }));
            return null;
        });

        assertEquals(List.of("0 ms: goes on"), loop.log);
        assertTrue(self.get().isCancelled());
    }

    @Test
    void aScopeThatCancelsItselfThrowsToItsCaller() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(outer -> {
            assertThrows(
                    Cancelled.class,
                    () -> Coroutines.coroutineScope(scope -> {
                        scope.launch(() -> {
                            try {
                                Coroutines.suspendCancellable(never -> {});
                            } finally {
                                loop.log("child ends");
                            }
                        });
                        Coroutines.delay(MILLI);
                        scope.cancel();
                        loop.log("body returns");
                        return "value";
                    }));
            Coroutines.delay(MILLI);
            loop.log("outer goes on");
            return null;
        });

        assertEquals(List.of("1 ms: body returns", "1 ms: child ends", "2 ms: outer goes on"), loop.log);
    }

    @Test
    void cancellingAJobCancelsTheWholeTreeBelowItAndNothingElse() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> Coroutines.coroutineScope(nested -> {
                nested.launch(() -> waits(loop, "first"));
                nested.launch(() -> Coroutines.supervisorScope(deep -> deep.launch(() -> waits(loop, "second"))));
                waits(loop, "body");
                return null;
            }));
            scope.launch(() -> {
                Coroutines.delay(MILLI.multipliedBy(2));
                loop.log("sibling");
            });
            Coroutines.delay(MILLI);
            job.cancel("tree");
            job.join();
            loop.log("joined");
            return null;
        });

        assertEquals(4, loop.log.indexOf("1 ms: joined") + 1, loop.log.toString());
        assertEquals(
                Set.of("1 ms: first: tree", "1 ms: second: tree", "1 ms: body: tree"),
                Set.copyOf(loop.log.subList(0, 3)));
        assertEquals("2 ms: sibling", loop.log.get(4));
    }

    @Suspendable
    private static void waits(TestLoop loop, String name) {
        try {
            Coroutines.suspendCancellable(never -> {});
        } catch (Cancelled cancelled) {
            loop.log(name + ": " + cancelled.getMessage());
            throw cancelled;
        }
    }
}
