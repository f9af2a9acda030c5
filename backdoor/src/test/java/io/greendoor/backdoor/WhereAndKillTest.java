package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.acme.Work;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.GreenletExit;
import io.greendoor.scheduler.Coroutines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a task stands, and its end. */
@Timeout(60)
class WhereAndKillTest {

    private final ProcessFixture process;

    WhereAndKillTest() throws Exception {
        process = new ProcessFixture();
    }

    @AfterEach
    void close() {
        process.close();
    }

    private String refused(String line) {
        return assertThrows(UsageError.class, () -> process.type(line)).getMessage();
    }

    @Test
    void whereShowsAgeWaitAncestorsAndApplicationFrames() throws Exception {
        long number = process.sleeper("sleeper");
        long spawner = process.task("sleeper").spawnedBy();
        Await.until(() -> !process.has(spawner), () -> "the spawner does not end");
        String where = process.type("where " + number);

        assertTrue(where.startsWith("task " + number + " (sleeper), waiting for a time, "), where);
        assertTrue(where.matches("(?s).* old, \\d+ turns?\\nspawned by \\d+ \\(which has ended\\)\\n.*"), where);
        assumeFalse("quasar".equals(System.getProperty("greendoor.engine")), "a fiber that waits tells no stack there");
        assertTrue(where.contains("\tat io.greendoor."), where); // its own frames are Greendoor's: then all are shown
        assertTrue(process.type("where " + number + " -a").contains("ProcessFixture.java"), where);
    }

    @Test
    void whereNamesTheAncestorsThatLive() throws Exception {
        process.thread.run(() -> {
            Eventlet.spawn(() -> {
                Coroutines.nameTask("acceptor");
                ProcessFixture.spawnSleeper("handler");
                Eventlet.sleep(Duration.ofDays(1));
                return null;
            });
            Eventlet.sleep(Duration.ofMillis(1));
            return null;
        });
        long handler = process.task("handler").number();
        long acceptor = process.task("acceptor").number();
        String where = process.type("where " + handler);
        assertTrue(where.contains("\nspawned by " + acceptor + " (acceptor), that by "), where);
    }

    @Test
    void withoutAnIdItShowsWhoHoldsTheLoop() throws Exception {
        Await.until(() -> process.loop.holder() == null, () -> "the loop does not rest");
        assertEquals("nobody holds the loop of \"process-loop\": it waits for work\n", process.type("where"));
        process.hold();
        String where = process.type("where -a");
        assertTrue(where.startsWith("the loop of \"process-loop\" has been held for "), where);
        assertTrue(where.contains(" by task " + process.task("hog").number() + " (hog)\n"), where);
        assertTrue(where.contains("(ProcessFixture.java:"), where);
    }

    @Test
    void whereShowsAThreadWithItsLockAndItsOwner() throws Exception {
        Object lock = new Object();
        Thread waiter = new Thread(
                () -> {
                    synchronized (lock) {
                        lock.notifyAll();
                    }
                },
                "lock-waiter");
        String where;
        synchronized (lock) {
            waiter.start();
            Await.until(() -> waiter.getState() == Thread.State.BLOCKED, () -> "it does not wait");
            where = process.type("where t" + waiter.getId());
            String threads = process.type("threads LOCK-waiter");
            assertTrue(threads.contains("t" + Thread.currentThread().getId() + " "), threads);
            assertTrue(threads.endsWith("1 platform thread\n"), threads);
        }
        waiter.join();
        assertTrue(
                where.matches("(?s)thread t\\d+ \"lock-waiter\", blocked for java.lang.Object@\\w+, which t"
                        + Thread.currentThread().getId() + " .* has\\n\tat .*"),
                where);
        assertTrue(process.type("where t" + process.loop.thread().getId()).contains("\nit runs a loop"));
    }

    @Test
    void aGreenThreadIsKilledByGreenletExit() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        GreenThread<?> victim = process.thread.run(() -> {
            GreenThread<?> spawned = Eventlet.spawn(() -> {
                Coroutines.nameTask("victim");
                try {
                    Eventlet.sleep(Duration.ofDays(1));
                } catch (GreenletExit exit) {
                    thrown.complete(exit);
                    throw exit;
                }
                return null;
            });
            Eventlet.sleep(Duration.ofMillis(1));
            return spawned;
        });
        long number = process.task("victim").number();
        Await.until(() -> process.loop.holder() == null, () -> "the loop does not rest");
        String answer = process.type("kill " + number);
        assertTrue(
                answer.matches("asked task " + number + " \\(victim\\) to end, which waits for .*\\n")
                        && !answer.contains("has been held"),
                answer);
        assertEquals("killed at the prompt", thrown.get(20, TimeUnit.SECONDS).getMessage());
        Await.until(victim::isDead, () -> "it lives on");
    }

    @Test
    void killingSaysWhereInTheApplicationThatWas() throws Exception {
        assumeFalse("quasar".equals(System.getProperty("greendoor.engine")), "a fiber that waits tells no stack there");
        Work work = new Work();
        process.thread.run(() -> {
            Eventlet.spawn(() -> {
                Coroutines.nameTask("stubborn");
                return work.waitStubbornly();
            });
            Eventlet.sleep(Duration.ofMillis(1));
            return null;
        });
        String answer = process.type("kill " + process.task("stubborn").number());
        work.end();
        assertTrue(answer.contains(", at com.acme.Work.waitStubbornly(Work.java:"), answer);
    }

    @Test
    void aJobIsCancelled() throws Exception {
        process.thread.run(() -> {
            Eventlet.spawn(() -> Coroutines.coroutineScope(scope -> {
                scope.launch(() -> {
                    Coroutines.nameTask("job");
                    Coroutines.delay(Duration.ofDays(1));
                });
                return null;
            }));
            Eventlet.sleep(Duration.ofMillis(1));
            return null;
        });
        long number = process.task("job").number();
        process.type("kill " + number);
        Await.until(() -> !process.has(number), () -> "it lives on");
    }

    @Test
    void whileTheLoopIsHeldTheKillWaits() throws Exception {
        long number = process.sleeper("victim");
        process.hold();
        Await.until(() -> process.loop.holder().since().toMillis() >= 500, () -> "nobody holds the loop");
        String answer = process.type("kill " + number);
        assertTrue(
                answer.matches(
                        "asked task " + number + " \\(victim\\) to end, .*; it does once the loop is free, which has"
                                + " been held for .* by task \\d+ \\(hog\\)\\n"),
                answer);
        assertTrue(process.has(number));
        process.release();
        Await.until(() -> !process.has(number), () -> "it lives on");
        process.thread.assertAlive();
    }

    @Test
    void aPlatformThreadIsInterrupted() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<String> heard = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        heard.complete("interrupted");
                    }
                },
                "listener");
        thread.start();
        String id = "t" + thread.getId();
        assertEquals(
                "interrupted " + id + " \"listener\": it ends only if its code heeds that\n",
                process.type("kill " + id));
        assertEquals("interrupted", heard.get(20, TimeUnit.SECONDS));
    }

    @Test
    void whatOthersLiveOnIsNotKilled() throws Exception {
        assertTrue(refused("kill t" + process.loop.thread().getId()).contains("is the thread of a loop"));
        String own = refused("kill t" + Thread.currentThread().getId()); // which other tests may have given a loop
        assertTrue(own.contains("cannot do without it") || own.contains("is the thread of a loop"), own);
        long jvm = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("Finalizer"))
                .findFirst()
                .orElseThrow()
                .getId();
        assertTrue(refused("kill t" + jvm).contains("belongs to the JVM"));
        long console = process.sleeper("SocketConsole");
        assertTrue(refused("kill " + console).contains("is a session of the door"));
        assertTrue(process.has(console));
    }

    @Test
    void whatIsNotThereIsToldWithTheCure() {
        assertEquals(
                "\"x\" is no ID: 12 is a green task, t34 a platform thread, v56 a virtual one; /ps lists them",
                refused("where x"));
        assertEquals("there is no 999999999999, or no longer: /ps lists what there is", refused("where 999999999999"));
        assertTrue(refused("where t999999999").startsWith("there is no t999999999"));
        assertTrue(refused("kill 999999999999").startsWith("there is no task 999999999999"));
        assertTrue(refused("kill t999999999").startsWith("there is no thread t999999999"));
        assertTrue(refused("kill").startsWith("/kill takes one ID"));
        assertTrue(refused("where 1 2").startsWith("/where takes one ID"));
        assertTrue(refused("kill v1").startsWith("a virtual thread"));
    }

    @Test
    void tabOffersTheIdsThatThereAre() throws Exception {
        long number = process.sleeper("sleeper");
        List<String> ids = CommandCall.command(process.commands, "kill").complete(List.of(""));
        assertTrue(ids.contains(Long.toString(number)), ids::toString);
        assertFalse(ids.isEmpty());
    }
}
