package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class KillTest {
    private final List<String> log = new ArrayList<>();
    private final Event<String> never = new Event<>();
    private final IOException reason = new IOException("reason");

    @Test
    void killingADeadOneDoesNothing() {
        GreenThread<String> thread = Eventlet.spawn(() -> "value");
        thread.await();

        Eventlet.kill(thread);
        Eventlet.kill(thread, reason);
        thread.kill();

        assertEquals("value", thread.await());
    }

    @Test
    void anUnstartedVictimNeverRuns() {
        GreenThread<Boolean> victim = Eventlet.spawn(() -> log.add("ran"));

        Eventlet.kill(victim);

        assertTrue(victim.isDead());
        assertThrows(GreenletExit.class, victim::await);
        Eventlet.sleep();
        assertEquals(List.of(), log);
    }

    @Test
    void anUnstartedVictimsWaitersGetTheVeryException() {
        GreenThread<Boolean> first = Eventlet.spawn(() -> log.add("ran"));
        Eventlet.kill(first, reason);
        GreenThread<Boolean> second = Eventlet.spawnAfter(Duration.ofMillis(1), () -> log.add("ran"));
        second.kill(reason);

        assertSame(reason, assertThrows(Throwable.class, first::await));
        assertSame(reason, assertThrows(Throwable.class, second::await));
        Eventlet.sleep(Duration.ofMillis(10));
        assertEquals(List.of(), log);
    }

    @Test
    void anUnstartedRawGreenletNeverRuns() {
        Greenlet victim = Eventlet.spawnN(() -> log.add("ran"));

        Eventlet.kill(victim);
        Eventlet.sleep();

        assertTrue(victim.isDead());
        assertEquals(List.of(), log);
    }

    @Test
    void aSuspendedVictimUnwindsFromWhereItWaits() {
        GreenThread<String> victim = waiting();

        victim.kill();

        assertEquals(List.of("victim unwinds"), log);
        assertTrue(victim.isDead());
        assertThrows(GreenletExit.class, victim::await);
    }

    @Test
    void aSuspendedVictimGetsTheGivenThrowable() {
        GreenThread<String> victim = Eventlet.spawn(() -> {
            try {
                return never.await();
            } catch (Exception caught) {
                log.add("caught " + (caught == reason));
                throw caught;
            }
        });
        Eventlet.sleep();

        Eventlet.kill(victim, reason);

        assertSame(reason, assertThrows(Throwable.class, victim::await));
        assertEquals(List.of("caught true"), log);
    }

    @Test
    void aSuspendedRawGreenletUnwinds() {
        Greenlet victim = Eventlet.spawnN(() -> {
            try {
                Eventlet.sleep(Duration.ofHours(1));
            } finally {
                log.add("unwinds");
            }
        });
        Eventlet.sleep();

        Eventlet.kill(victim);

        assertTrue(victim.isDead());
        assertEquals(List.of("unwinds"), log);
    }

    @Test
    void killingOneselfThrowsInPlace() {
        GreenThread<String> thread = Eventlet.spawn(() -> {
            try {
                Eventlet.kill(Eventlet.getCurrent(), reason);
            } catch (Exception caught) {
                log.add("caught " + (caught == reason));
            }
            Eventlet.kill(Eventlet.getCurrent());
            return "not reached";
        });

        assertThrows(GreenletExit.class, thread::await);
        assertEquals(List.of("caught true"), log);
    }

    @Test
    void theRootsKillReturnsAfterTheVictimAndAllThatWasDue() {
        killAmongOthers();

        assertEquals(List.of("victim unwinds", "other", "other2", "kill returned"), log);
    }

    @Test
    void aTasksKillReturnsAfterTheVictimAndAllThatWasDue() {
        Eventlet.spawn(() -> killAmongOthers()).await();

        assertEquals(List.of("victim unwinds", "other", "other2", "kill returned"), log);
    }

    @Test
    void aKilledVictimsWaitersResume() {
        GreenThread<String> victim = waiting();
        GreenThread<Void> waiter = Eventlet.spawn(() -> {
            try {
                victim.await();
            } catch (GreenletExit exit) {
                log.add("waiter got the exit");
            }
        });
        Eventlet.sleep();

        victim.kill();
        waiter.await();

        assertEquals(List.of("victim unwinds", "waiter got the exit"), log);
    }

    @Test
    void aCallbackOfExecuteMayKill() {
        GreenThread<String> victim = waiting();
        Hubs.getHub().execute(() -> Eventlet.kill(victim, reason));

        assertSame(reason, assertThrows(Throwable.class, victim::await));
        assertEquals(List.of("victim unwinds"), log);
    }

    @Test
    void aCallbackOfScheduleMayKill() {
        GreenThread<String> victim = waiting();
        GreenThread<Boolean> unstarted = Eventlet.spawnAfter(Duration.ofHours(1), () -> log.add("ran"));
        Hubs.getHub().schedule(Duration.ofMillis(1), () -> {
            victim.kill();
            unstarted.kill(reason);
            log.add("callback goes on");
        });

        assertThrows(GreenletExit.class, victim::await);
        assertSame(reason, assertThrows(Throwable.class, unstarted::await));
        assertEquals(2, log.size(), log::toString);
        assertTrue(log.containsAll(List.of("victim unwinds", "callback goes on")), log::toString);
    }

    @Test
    void aRawThrowIntoAWaitingTaskComesBackToItsCaller() {
        GreenThread<String> victim = waiting();
        GreenThread<Void> caller = Eventlet.spawn(() -> {
            victim.throwTo(reason);
            log.add("caller goes on");
        });

        assertSame(reason, assertThrows(Throwable.class, victim::await));
        caller.await();
        assertEquals(List.of("victim unwinds", "caller goes on"), log);
    }

    @Test
    void nullsAreRefused() {
        GreenThread<String> thread = Eventlet.spawn(() -> "value");

        assertThrows(NullPointerException.class, () -> Eventlet.kill(null));
        assertThrows(NullPointerException.class, () -> Eventlet.kill(thread, null));
        assertThrows(NullPointerException.class, () -> thread.kill(null));
        assertFalse(thread.isDead());
        assertEquals("value", thread.await());
    }

    /** A green thread that waits for ever and logs that it unwinds. */
    @Suspendable
    private GreenThread<String> waiting() {
        GreenThread<String> victim = Eventlet.spawn(() -> {
            try {
                return never.await();
            } finally {
                log.add("victim unwinds");
            }
        });
        Eventlet.sleep();
        return victim;
    }

    @Suspendable
    private void killAmongOthers() {
        GreenThread<String> victim = waiting();
        Eventlet.spawn(() -> log.add("other"));
        Eventlet.spawn(() -> log.add("other2"));
        Eventlet.kill(victim);
        log.add("kill returned");
    }
}
