package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class SpawnTest {
    private static final Duration TICK = Duration.ofMillis(1);

    private final List<String> log = new ArrayList<>();

    @Test
    void spawningDoesNotSwitchAndKeepsTheOrder() {
        GreenThread<Void> first = Eventlet.spawn(() -> note("first"));
        Eventlet.spawn(() -> note("second"));
        Eventlet.spawnN(() -> note("third"));
        note("main");

        assertFalse(first.isActive());
        assertFalse(first.isDead());
        Eventlet.sleep();

        assertEquals(List.of("main", "first", "second", "third"), log);
    }

    @Test
    void aSpawnedThreadMaySpawn() {
        Eventlet.spawn(() -> {
            note("outer");
            Eventlet.spawn(() -> note("inner"));
            note("outer ends");
        });
        Eventlet.spawn(() -> note("second"));

        Eventlet.sleep();
        Eventlet.sleep();

        assertEquals(List.of("outer", "outer ends", "second", "inner"), log);
    }

    @Test
    void awaitReturnsTheResultToAnyNumberOfWaiters() {
        Object result = new Object();
        GreenThread<Object> thread = Eventlet.spawn(() -> result);

        assertSame(result, thread.await());
        assertSame(result, thread.await());
        assertTrue(thread.isDead());
        assertNull(Eventlet.spawn(() -> (Object) null).await());
        assertNull(Eventlet.spawn(() -> note("task")).await());
    }

    @Test
    void awaitThrowsTheVeryExceptionEachTime() {
        for (Throwable boom : List.of(
                new IOException("checked"), new IllegalStateException("unchecked"), new AssertionError("error"))) {
            GreenThread<Object> thread = Eventlet.spawn(() -> sneak(boom));

            assertSame(boom, assertThrows(Throwable.class, thread::await));
            assertSame(boom, assertThrows(Throwable.class, thread::await));
            assertTrue(thread.isDead());
        }
    }

    @Test
    void aGreenThreadThatExitsByItselfGivesTheExitToItsWaiters() {
        GreenletExit exit = new GreenletExit();
        GreenThread<Object> thread = Eventlet.spawn(() -> {
            throw exit;
        });

        assertSame(exit, assertThrows(Throwable.class, thread::await));
    }

    @Test
    void waitersResumeInTheOrderTheyCame() {
        Event<String> go = new Event<>();
        GreenThread<String> awaited = Eventlet.spawn(() -> go.await());
        List<GreenThread<?>> waiters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            waiters.add(Eventlet.spawn(() -> note(number + " " + awaited.await())));
        }
        Eventlet.sleep();

        go.send("value");
        note("sent");
        waiters.get(3).await();

        assertEquals(List.of("sent", "0 value", "1 value", "2 value", "3 value"), log);
    }

    @Test
    void aPlainThreadAwaitsAGreenThreadOfAnother() throws Exception {
        Event<Void> go = new Event<>();
        GreenThread<String> thread = Eventlet.spawn(() -> {
            go.await();
            return "value";
        });
        OtherThread<String> other = OtherThread.start("waiter", () -> {
            go.send(null);
            return thread.await();
        });

        assertEquals("value", thread.await());
        assertEquals("value", other.join());
    }

    @Test
    void getCurrentIsTheSpawnedThread() {
        GreenThread<Greenlet> thread = Eventlet.spawn(() -> Eventlet.getCurrent());
        Greenlet[] current = new Greenlet[1];
        Greenlet raw = Eventlet.spawnN(() -> current[0] = Eventlet.getCurrent());

        assertSame(thread, thread.await());
        Eventlet.sleep();
        assertSame(raw, current[0]);
        assertTrue(raw.isDead());
    }

    @Test
    void aFailingSpawnNDisturbsNobody() {
        Eventlet.spawnN(() -> {
            throw new IllegalStateException("expected: a spawnN that fails");
        });
        Eventlet.spawnN(() -> note("second"));

        Eventlet.sleep();
        note("main");

        assertEquals(List.of("second", "main"), log);
    }

    @Test
    void spawnAfterStartsByDeadlineThenByCreation() {
        Eventlet.spawnAfter(Duration.ofMillis(120), () -> note("late"));
        Eventlet.spawnAfter(Duration.ofMillis(10), () -> note("early 1"));
        Eventlet.spawnAfter(Duration.ofMillis(10), () -> note("early 2"));
        GreenThread<String> last = Eventlet.spawnAfter(Duration.ofMillis(180), () -> "last");
        note("main");

        assertEquals("last", last.await());
        assertEquals(List.of("main", "early 1", "early 2", "late"), log);
    }

    @Test
    void whatIsDueAtOnceSharesOneOrder() {
        Eventlet.spawn(() -> note("1"));
        Eventlet.spawnAfter(Duration.ZERO, () -> note("2"));
        Hubs.getHub().schedule(Duration.ZERO, () -> note("3"));
        Eventlet.spawnAfterLocal(Duration.ofSeconds(-1), () -> note("4"));
        Eventlet.spawnN(() -> note("5"));

        Eventlet.sleep();

        assertEquals(List.of("1", "2", "3", "4", "5"), log);
    }

    @Test
    void spawnAfterRunsThoughItsSpawnerIsDead() {
        Event<String> ran = new Event<>();
        GreenThread<Void> spawner = Eventlet.spawn(() -> {
            Eventlet.spawnAfter(TICK, () -> ran.send("ran"));
        });
        spawner.await();
        assertTrue(spawner.isDead());

        assertEquals("ran", ran.await());
    }

    @Test
    void spawnAfterLocalIsSkippedWhenItsSpawnerIsDead() {
        Event<Void> later = new Event<>();
        GreenThread<Void> spawner = Eventlet.spawn(() -> {
            Eventlet.spawnAfterLocal(TICK, () -> note("local"));
            Eventlet.spawnAfter(Duration.ofMillis(20), () -> later.send(null));
        });
        spawner.await();

        later.await();
        Eventlet.sleep();

        assertEquals(List.of(), log);
    }

    @Test
    void spawnAfterLocalRunsWhileItsSpawnerLives() {
        assertEquals("root", Eventlet.spawnAfterLocal(TICK, () -> "root").await());
        GreenThread<String> spawner = Eventlet.spawn(
                () -> Eventlet.spawnAfterLocal(TICK, () -> "green").await());
        assertEquals("green", spawner.await());
    }

    @Test
    void cancelBeforeTheStartKeepsTheBodyFromRunning() {
        IOException reason = new IOException("reason");

        // One after the other: a cancel lets everything run that is already due.
        GreenThread<Void> first = Eventlet.spawn(() -> note("first"));
        first.cancel();
        GreenThread<Void> second = Eventlet.spawn(() -> note("second"));
        second.cancel(reason);
        GreenThread<Void> timed = Eventlet.spawnAfter(TICK, () -> note("timed"));
        timed.cancel();

        assertThrows(GreenletExit.class, first::await);
        assertSame(reason, assertThrows(Throwable.class, second::await));
        assertThrows(GreenletExit.class, timed::await);
        assertTrue(first.isDead() && second.isDead() && timed.isDead());
        Eventlet.sleep(Duration.ofMillis(20));
        assertEquals(List.of(), log);
    }

    @Test
    void cancelAfterTheStartDoesNothing() {
        Event<String> go = new Event<>();
        GreenThread<String> thread = Eventlet.spawn(() -> go.await());
        Eventlet.sleep();

        thread.cancel();
        thread.cancel(new IOException("ignored"));
        go.send("value");

        assertEquals("value", thread.await());
        thread.cancel();
        assertEquals("value", thread.await());
    }

    @Test
    void nullsAreRefused() {
        assertThrows(NullPointerException.class, () -> Eventlet.spawn((Task) null));
        assertThrows(NullPointerException.class, () -> Eventlet.spawn((Callable<?>) null));
        assertThrows(NullPointerException.class, () -> Eventlet.spawnN(null));
        assertThrows(NullPointerException.class, () -> Eventlet.spawnAfter(null, () -> note("ran")));
        assertThrows(NullPointerException.class, () -> Eventlet.spawnAfter(TICK, (Task) null));
        assertThrows(NullPointerException.class, () -> Eventlet.spawnAfterLocal(null, () -> note("ran")));
        assertThrows(NullPointerException.class, () -> Eventlet.spawnAfterLocal(TICK, (Callable<?>) null));
        assertThrows(
                NullPointerException.class, () -> Eventlet.spawn(() -> "value").cancel(null));
    }

    private void note(String event) {
        log.add(event);
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> Object sneak(Throwable throwable) throws X {
        throw (X) throwable;
    }
}
