package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Cancelled;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Deferred;
import io.greendoor.scheduler.Job;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class KillOfAScopeTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final List<String> log = new ArrayList<>();

    @Suspendable
    private void waitForEver(String name) {
        try {
            Coroutines.suspendCancellable(never -> {});
        } catch (Throwable thrown) {
            log.add(name + " got " + thrown.getClass().getSimpleName());
            throw thrown;
        }
    }

    @Test
    void killingAGreenThreadInTheBodyOfAScopeCancelsTheChildren() {
        GreenThread<Object> victim = Eventlet.spawn(() -> Coroutines.coroutineScope(scope -> {
            scope.launch(() -> waitForEver("child"));
            waitForEver("body");
            return null;
        }));
        Eventlet.sleep();
        Eventlet.sleep();

        victim.kill();

        assertThrows(GreenletExit.class, victim::await);
        assertEquals(List.of("body got GreenletExit", "child got Cancelled"), log);
    }

    @Test
    void killingAGreenThreadWhoseScopeWaitsForItsChildrenCancelsThem() {
        GreenletExit exit = new GreenletExit("reason");
        GreenThread<Object> victim =
                Eventlet.spawn(() -> Coroutines.coroutineScope(scope -> scope.launch(() -> waitForEver("child"))));
        Eventlet.sleep();
        Eventlet.sleep();

        victim.kill(exit);

        assertSame(exit, assertThrows(GreenletExit.class, victim::await));
        assertEquals(List.of("child got Cancelled"), log);
    }

    @Test
    void theVictimEndsWhenItsChildrenHaveCleanedUp() {
        GreenThread<Object> victim = Eventlet.spawn(() -> Coroutines.coroutineScope(scope -> scope.launch(() -> {
            try {
                waitForEver("child");
            } finally {
                Coroutines.nonCancellable(() -> {
                    Eventlet.sleep(MILLI);
                    return log.add("child cleaned up");
                });
            }
        })));
        Eventlet.sleep();
        Eventlet.sleep();

        victim.kill();

        assertFalse(victim.isDead());
        assertThrows(GreenletExit.class, victim::await);
        assertEquals(List.of("child got Cancelled", "child cleaned up"), log);
    }

    @Test
    void anExceptionThrownIntoALaunchIsItsFailure() {
        IOException failure = new IOException("failure");
        AtomicReference<Greenlet> victim = new AtomicReference<>();

        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.runBlocking(scope -> {
                    scope.launch(() -> {
                        victim.set(Eventlet.getCurrent());
                        waitForEver("child");
                    });
                    Eventlet.sleep();
                    Eventlet.kill(victim.get(), failure);
                    return null;
                }));

        assertSame(failure, thrown);
        assertEquals(List.of("child got IOException"), log);
    }

    @Test
    void killingALaunchEndsThatJobOnly() {
        AtomicReference<Greenlet> victim = new AtomicReference<>();

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                victim.set(Eventlet.getCurrent());
                waitForEver("child");
            });
            scope.launch(() -> {
                Eventlet.sleep(MILLI);
                log.add("sibling");
            });
            Eventlet.sleep();
            Eventlet.kill(victim.get());
            job.join();
            assertTrue(job.isCancelled());
            assertTrue(victim.get().isDead());
            return null;
        });

        assertEquals(List.of("child got GreenletExit", "sibling"), log);
    }

    @Test
    void aTimeoutAroundAScopeCancelsItsChildrenAndIsThrown() {
        try (var bound = new io.greendoor.greenlet.Timeout(MILLI)) {
            Throwable thrown = assertThrows(
                    Throwable.class,
                    () -> Coroutines.coroutineScope(scope -> scope.launch(() -> waitForEver("child"))));
            assertSame(bound, thrown);
        }

        assertEquals(List.of("child got Cancelled"), log);
    }

    @Test
    void aGreenThreadIsKilledOutOfTheWaitForADeferred() {
        Coroutines.runBlocking(scope -> {
            Deferred<String> deferred = scope.async(() -> {
                Eventlet.sleep(MILLI.multipliedBy(5));
                return "value";
            });
            GreenThread<String> victim = Eventlet.spawn(deferred::await);
            Eventlet.sleep();
            victim.kill();
            assertThrows(GreenletExit.class, victim::await);
            log.add(deferred.await());
            return null;
        });

        assertEquals(List.of("value"), log);
    }

    @Test
    void aKillThatComesWhileACancelledScopeWaitsIsNotLost() {
        GreenThread<String> victim = Eventlet.spawn(() -> {
            try {
                Coroutines.coroutineScope(scope -> {
                    scope.launch(() -> Coroutines.nonCancellable(() -> {
                        Eventlet.sleep(MILLI.multipliedBy(20));
                        return null;
                    }));
                    Eventlet.sleep();
                    scope.cancel();
                    return null;
                });
            } catch (Cancelled cancelled) {
                log.add("cancelled");
            }
            return "lived on";
        });
        Eventlet.sleep();
        Eventlet.sleep();
        Eventlet.sleep();

        victim.kill();

        assertThrows(GreenletExit.class, victim::await);
        assertEquals(List.of(), log);
    }
}
