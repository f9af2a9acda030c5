package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A spawned greenlet that somebody starts before its turn comes is not started, nor woken, a second time. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class StartByHandTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final List<String> log = new ArrayList<>();

    @Test
    void itsSleepIsNotCutShort() {
        Greenlet greenlet = Eventlet.spawnN(this::sleepLong);

        greenlet.switchTo();
        log.add("root");
        yieldTwice();
        log.add("root again");
        greenlet.throwTo();

        assertEquals(List.of("starts", "root", "root again", "unwinds"), log);
    }

    @Test
    void aGreenThreadsSleepIsNotCutShort() {
        GreenThread<Void> thread = Eventlet.spawn(this::sleepLong);

        thread.switchTo();
        yieldTwice();
        log.add("root");
        thread.kill();

        assertEquals(List.of("starts", "root", "unwinds"), log);
    }

    @Test
    void aTimerThatWasToStartItDoesNotWakeItEither() {
        GreenThread<Void> thread = Eventlet.spawnAfter(Duration.ofMillis(5), this::sleepLong);
        GreenThread<Void> local = Eventlet.spawnAfterLocal(Duration.ofMillis(5), this::sleepLong);

        thread.switchTo();
        local.switchTo();
        Eventlet.sleep(Duration.ofMillis(20));
        log.add("root");
        thread.kill();
        local.kill();

        assertEquals(List.of("starts", "starts", "root", "unwinds", "unwinds"), log);
    }

    @Test
    void itsPendingSwitchGetsWhatItIsSentAndNothingElse() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = Eventlet.spawnN(() -> log.add("got " + main.switchTo("out")));

        log.add("root got " + greenlet.switchTo());
        yieldTwice();
        log.add("root");
        greenlet.switchTo("value");

        assertEquals(List.of("root got out", "root", "got value"), log);
    }

    @Test
    void anotherTaskMayStartItToo() {
        GreenThread<Void>[] threads = threads(2);
        threads[0] = Eventlet.spawn(() -> {
            log.add("starter");
            threads[1].switchTo();
        });
        threads[1] = Eventlet.spawn(this::sleepLong);

        yieldTwice();
        log.add("root");
        threads[1].kill();

        assertEquals(List.of("starter", "starts", "root", "unwinds"), log);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static GreenThread<Void>[] threads(int count) {
        return new GreenThread[count];
    }

    @Suspendable
    private void sleepLong() {
        log.add("starts");
        try {
            Eventlet.sleep(LONG);
            log.add("was woken");
        } finally {
            log.add("unwinds");
        }
    }

    @Suspendable
    private static void yieldTwice() {
        Eventlet.sleep();
        Eventlet.sleep();
    }
}
