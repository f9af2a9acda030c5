package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class SleepTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void sleepingForNothingGoesBehindWhatIsDue() {
        GreenThread<Void> a = Eventlet.spawn(() -> twice("a", Duration.ZERO));
        GreenThread<Void> b = Eventlet.spawn(() -> twice("b", Duration.ZERO));
        GreenThread<Void> c = Eventlet.spawn(() -> {
            log.add("c 1");
            Eventlet.sleep();
            log.add("c 2");
        });

        a.await();
        b.await();
        c.await();

        assertEquals(List.of("a 1", "b 1", "c 1", "a 2", "b 2", "c 2"), log);
    }

    @Test
    void theRootYieldsLikeEveryTask() {
        Eventlet.spawn(() -> twice("a", Duration.ZERO));

        log.add("main 1");
        Eventlet.sleep();
        log.add("main 2");
        Eventlet.sleep();
        log.add("main 3");

        assertEquals(List.of("main 1", "a 1", "main 2", "a 2", "main 3"), log);
    }

    @Test
    void aNegativeDurationCountsAsZero() {
        Eventlet.spawn(() -> twice("a", Duration.ofSeconds(-5)));
        Eventlet.spawn(() -> twice("b", Duration.ZERO));
        Eventlet.spawn(() -> twice("c", Duration.ofSeconds(Long.MIN_VALUE)));

        Eventlet.sleep();
        Eventlet.sleep();

        assertEquals(List.of("a 1", "b 1", "c 1", "a 2", "b 2", "c 2"), log);
    }

    @Test
    void sleepersWakeByDeadline() {
        GreenThread<Void> last = Eventlet.spawn(() -> twice("late", Duration.ofMillis(240)));
        Eventlet.spawn(() -> twice("early", Duration.ofMillis(20)));
        Eventlet.spawn(() -> twice("middle", Duration.ofMillis(120)));

        last.await();

        assertEquals(List.of("late 1", "early 1", "middle 1", "early 2", "middle 2", "late 2"), log);
    }

    @Test
    void sleepersOfTheSameLengthWakeInTheOrderTheyWentToSleep() {
        List<String> expected = new ArrayList<>();
        List<GreenThread<Void>> sleepers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            expected.add("awake " + number);
            sleepers.add(Eventlet.spawn(() -> {
                Eventlet.sleep(Duration.ofMillis(5));
                log.add("awake " + number);
            }));
        }

        for (GreenThread<Void> sleeper : sleepers) {
            sleeper.await();
        }

        assertEquals(expected, log);
    }

    @Test
    void aSleepLastsAtLeastItsDuration() {
        long start = System.nanoTime();
        Eventlet.sleep(Duration.ofMillis(20));
        long root = System.nanoTime() - start;
        long green = Eventlet.spawn(() -> {
                    long began = System.nanoTime();
                    Eventlet.sleep(Duration.ofMillis(20));
                    return System.nanoTime() - began;
                })
                .await();

        assertTrue(root >= 20_000_000, () -> root + " ns");
        assertTrue(green >= 20_000_000, () -> green + " ns");
    }

    @Test
    void anEnormousDurationDoesNotOverflow() {
        GreenThread<Void> sleeper = Eventlet.spawn(() -> {
            try {
                Eventlet.sleep(Duration.ofSeconds(Long.MAX_VALUE));
                log.add("woke up");
            } finally {
                log.add("unwound");
            }
        });
        Eventlet.sleep();
        Eventlet.sleep(Duration.ofMillis(5));

        assertEquals(List.of(), log);
        sleeper.kill();
        assertEquals(List.of("unwound"), log);
    }

    @Test
    void anInterruptedSleepDoesNotWakeItsTaskLater() {
        Event<String> later = new Event<>();
        GreenThread<String> thread = Eventlet.spawn(() -> {
            try {
                Eventlet.sleep(Duration.ofMillis(10));
            } catch (GreenletExit exit) {
                log.add("interrupted");
            }
            return later.await();
        });
        Eventlet.sleep();
        thread.kill();

        Eventlet.sleep(Duration.ofMillis(30));
        log.add("main");
        later.send("value");

        assertEquals("value", thread.await());
        assertEquals(List.of("interrupted", "main"), log);
    }

    @Test
    void aRawGreenletMaySleep() {
        Event<Void> done = new Event<>();
        Greenlet raw = new Greenlet(args -> {
            log.add("raw " + args.value());
            Eventlet.sleep();
            log.add("raw slept");
            done.send(null);
            return null;
        });
        Hubs.getHub().schedule(Duration.ZERO, () -> raw.switchTo("x"));

        done.await();

        assertEquals(List.of("raw x", "raw slept"), log);
    }

    @Test
    void nullIsRefused() {
        assertThrows(NullPointerException.class, () -> Eventlet.sleep(null));
    }

    @Suspendable
    private void twice(String name, Duration pause) {
        log.add(name + " 1");
        Eventlet.sleep(pause);
        log.add(name + " 2");
    }
}
