package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class TpoolTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void executeReturnsWhatTheJobReturns() {
        Object result = new Object();

        assertSame(result, Tpool.execute(() -> result));
        assertNull(Tpool.execute(() -> null));
        assertEquals("green", Eventlet.spawn(() -> Tpool.execute(() -> "green")).await());
    }

    @Test
    void jobsRunOnAnotherThread() {
        assertNotSame(Thread.currentThread(), Tpool.execute(Thread::currentThread));
        Thread[] green = new Thread[1];
        Thread worker = Eventlet.spawn(() -> {
                    green[0] = Thread.currentThread();
                    return Tpool.execute(Thread::currentThread);
                })
                .await();
        assertNotSame(green[0], worker);
        assertNotSame(Thread.currentThread(), worker);
    }

    @Test
    void everyThrowableComesBackAsTheSameObject() {
        for (Throwable boom : List.of(
                new IOException("checked"),
                new IllegalStateException("unchecked"),
                new AssertionError("error"),
                new GreenletExit("exit"),
                new InterruptedException("interrupted"))) {
            assertSame(boom, assertThrows(Throwable.class, () -> Tpool.execute(() -> sneak(boom))));
            GreenThread<Object> green = Eventlet.spawn(() -> Tpool.execute(() -> sneak(boom)));
            assertSame(boom, assertThrows(Throwable.class, green::await));
        }
        assertEquals("the workers live on", Tpool.execute(() -> "the workers live on"));
    }

    @Test
    void aThrowableThatIsReturnedIsAResult() {
        IOException value = new IOException("a value");

        assertSame(value, Tpool.execute(() -> value));
    }

    @Test
    void otherTasksRunMeanwhile() {
        CountDownLatch release = new CountDownLatch(1);
        Eventlet.spawn(() -> {
            log.add("other task");
            release.countDown();
        });

        log.add("main "
                + Tpool.execute(() -> {
                    OtherThread.await(release);
                    return "result";
                }));

        assertEquals(List.of("other task", "main result"), log);
    }

    @Test
    void severalJobsRunAtOnce() {
        CountDownLatch bothInside = new CountDownLatch(2);
        List<GreenThread<String>> tasks = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            tasks.add(Eventlet.spawn(() -> Tpool.execute(() -> {
                bothInside.countDown();
                OtherThread.await(bothInside);
                return name;
            })));
        }

        assertEquals("a", tasks.get(0).await());
        assertEquals("b", tasks.get(1).await());
    }

    @Test
    void aJobOfAJobRunsInItsWorker() {
        List<Thread> threads =
                Tpool.execute(() -> List.of(Thread.currentThread(), Tpool.execute(Thread::currentThread)));

        assertSame(threads.get(0), threads.get(1));
    }

    @Test
    void killingTheWaitingTaskAbandonsTheJob() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        GreenThread<String> waiting = Eventlet.spawn(() -> {
            try {
                return Tpool.execute(() -> {
                    started.countDown();
                    OtherThread.await(release);
                    finished.countDown();
                    return "too late";
                });
            } finally {
                log.add("unwinds");
            }
        });
        Eventlet.sleep();
        OtherThread.await(started);

        waiting.kill();
        log.add("kill returned");

        assertThrows(GreenletExit.class, waiting::await);
        release.countDown();
        OtherThread.await(finished);
        assertEquals("next", Tpool.execute(() -> "next"));
        assertEquals(List.of("unwinds", "kill returned"), log);
    }

    @Test
    void aTaskThatSwallowedTheKillIsNotDisturbedByTheLateResult() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Event<String> later = new Event<>();
        GreenThread<String> waiting = Eventlet.spawn(() -> {
            try {
                return Tpool.execute(() -> {
                    started.countDown();
                    OtherThread.await(release);
                    return "too late";
                });
            } catch (GreenletExit swallowed) {
                log.add("swallowed");
            }
            return later.await();
        });
        Eventlet.sleep();
        OtherThread.await(started);
        waiting.kill();

        release.countDown();
        for (int i = 0; i < 10; i++) {
            Tpool.execute(() -> null);
        }
        later.send("value");

        assertEquals("value", waiting.await());
        assertEquals(List.of("swallowed"), log);
    }

    @Test
    void nullIsRefused() {
        assertThrows(NullPointerException.class, () -> Tpool.execute(null));
        assertTrue(Tpool.execute(() -> true));
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> Object sneak(Throwable throwable) throws X {
        throw (X) throwable;
    }
}
