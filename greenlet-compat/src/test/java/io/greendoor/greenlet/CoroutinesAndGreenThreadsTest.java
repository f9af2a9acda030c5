package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Cancelled;
import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Deferred;
import io.greendoor.scheduler.Job;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class CoroutinesAndGreenThreadsTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final List<String> log = new ArrayList<>();
    private final IOException failure = new IOException("failure");

    @Test
    void eachMayWaitForTheOther() {
        String result = Coroutines.runBlocking(scope -> {
            GreenThread<String> thread = Eventlet.spawn(() -> {
                Deferred<String> deferred = scope.async(() -> {
                    Eventlet.sleep(MILLI);
                    return "deep";
                });
                return deferred.await() + " in green thread";
            });
            Deferred<String> outer = scope.async(() -> thread.await() + " in coroutine");
            return outer.await();
        });

        assertEquals("deep in green thread in coroutine", result);
    }

    @Test
    void sleepingInALaunchGivesWay() {
        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                log.add("first");
                Eventlet.sleep();
                log.add("first again");
                Eventlet.sleep(MILLI);
                log.add("first at last");
            });
            scope.launch(() -> log.add("second"));
            return null;
        });

        assertEquals(List.of("first", "second", "first again", "first at last"), log);
    }

    @Test
    void aGreenThreadsFailureReachesTheScopeThatAwaitsIt() {
        Debugless.quietly(() -> {
            assertSame(
                    failure,
                    assertThrows(
                            Throwable.class,
                            () -> Coroutines.runBlocking(scope -> {
                                GreenThread<Void> thread = Eventlet.spawn(() -> {
                                    throw failure;
                                });
                                scope.launch(thread::await);
                                return null;
                            })));
        });
    }

    @Test
    void aGreenThreadIsNoChildOfTheScopeThatItWasSpawnedIn() {
        GreenThread<String> thread = Coroutines.runBlocking(scope -> Eventlet.spawn(() -> {
            Eventlet.sleep(MILLI);
            return "later";
        }));

        assertFalse(thread.isDead());
        assertEquals("later", thread.await());
    }

    @Test
    void cancellingACoroutineThatWaitsOnAnEventEndsItsWait() {
        Event<String> event = new Event<>();

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> logged(event::await));
            Eventlet.sleep();
            job.cancel("enough");
            job.join();
            log.add("joined");
            return null;
        });
        event.send("value");

        assertEquals("value", event.await());
        assertEquals(List.of("enough", "joined"), log);
    }

    @Suspendable
    private void logged(Callable<?> wait) throws Exception {
        try {
            log.add("got " + wait.call());
        } catch (Cancelled cancelled) {
            log.add(cancelled.getMessage());
            throw cancelled;
        }
    }

    @Test
    void aCancelledWaiterOfASemaphoreHasNotAcquiredIt() {
        GreenSemaphore semaphore = new GreenSemaphore(0);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(semaphore::acquire);
            Job served = scope.launch(semaphore::acquire);
            Eventlet.sleep();
            job.cancel();
            job.join();
            semaphore.release();
            served.cancel();
            served.join();
            return null;
        });

        assertEquals(1, semaphore.balance());
        assertTrue(semaphore.tryAcquire());
    }

    @Test
    void cancellingACoroutineThatWaitsOnSocketsLeavesThemUsable() throws IOException {
        try (GreenServerSocket server = Eventlet.listen("127.0.0.1", 0)) {
            Coroutines.runBlocking(scope -> {
                Job accepting = scope.launch(() -> logged(server::accept));
                Eventlet.sleep(MILLI);
                accepting.cancel("no longer accepting");
                accepting.join();
                GreenSocket client = Eventlet.connect(server.localAddress());
                GreenSocket peer = server.accept().socket();
                Job receiving = scope.launch(() -> logged(() -> peer.recv(10)));
                Eventlet.sleep(MILLI);
                receiving.cancel("no longer receiving");
                receiving.join();
                client.sendAll(new byte[] {42});
                assertEquals(42, peer.recv(10)[0]);
                client.close();
                peer.close();
                return null;
            });
        }

        assertEquals(List.of("no longer accepting", "no longer receiving"), log);
    }

    @Test
    void aGreenletExitInALaunchCountsAsCancellation() {
        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                throw new GreenletExit("done");
            });
            job.invokeOnCompletion(with -> log.add("ended with " + with.getMessage()));
            job.join();
            assertTrue(job.isCancelled());
            assertTrue(scope.isActive());
            return null;
        });

        assertEquals(List.of("ended with done"), log);
    }

    @Test
    void aTimeoutInALaunchIsAFailure() {
        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.runBlocking(scope -> {
                    scope.launch(() -> logged(() -> Coroutines.suspendCancellable(never -> {})));
                    scope.launch(() -> Eventlet.withTimeout(MILLI, () -> new Event<String>().await()));
                    return null;
                }));

        assertTrue(thrown instanceof io.greendoor.greenlet.Timeout, thrown.toString());
        assertEquals(1, log.size());
    }

    @Test
    void greenThreadsUseChannels() {
        Channel<Integer> channel = Channel.rendezvous();
        GreenThread<Integer> consumer = Eventlet.spawn(() -> {
            int sum = 0;
            for (int element : channel) {
                sum += element;
            }
            return sum;
        });

        for (int i = 1; i <= 10; i++) {
            channel.send(i);
        }
        channel.close();

        assertEquals(55, consumer.await());
    }

    @Test
    void aKilledReceiverLosesNothing() {
        Channel<String> channel = Channel.rendezvous();
        GreenThread<String> victim = Eventlet.spawn(channel::receive);
        GreenThread<String> next = Eventlet.spawn(channel::receive);
        Eventlet.sleep();

        channel.send("element");
        victim.kill();

        assertEquals("element", next.await());
        assertThrows(GreenletExit.class, victim::await);
    }

    /** Runs with the hub's logging of dead green threads off. */
    private static final class Debugless {
        static void quietly(Runnable code) {
            var logger = Logger.getLogger("io.greendoor");
            var level = logger.getLevel();
            logger.setLevel(Level.OFF);
            try {
                code.run();
            } finally {
                logger.setLevel(level);
            }
        }
    }
}
