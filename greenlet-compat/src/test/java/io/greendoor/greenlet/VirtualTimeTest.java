package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.advanceTimeBy;
import static io.greendoor.scheduler.testing.VirtualTime.advanceUntilIdle;
import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.greendoor.scheduler.testing.EveryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Green threads in virtual time. */
@EveryEngine
@org.junit.jupiter.api.Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class VirtualTimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();

    private void log(String event) {
        log.add(currentTime().toMillis() + " ms: " + event);
    }

    @Test
    void sleepsTakeNoTimeAndKeepTheirOrder() {
        runTest(() -> {
            Eventlet.spawn(() -> {
                Eventlet.sleep(SECOND.multipliedBy(2));
                log("second");
            });
            Eventlet.spawnAfter(SECOND, () -> log("first"));
            Eventlet.sleep(SECOND.multipliedBy(3));
            log("third");
        });

        assertEquals(List.of("1000 ms: first", "2000 ms: second", "3000 ms: third"), log);
    }

    @Test
    void timeoutsFireInVirtualTime() {
        runTest(() -> {
            assertThrows(Timeout.class, () -> Eventlet.withTimeout(SECOND, new Event<>()::await));
            log("timed out");
            log("semaphore: " + new GreenSemaphore(0).acquire(SECOND));
            log("event: " + new Event<String>().await(SECOND));
        });

        assertEquals(List.of("1000 ms: timed out", "2000 ms: semaphore: false", "3000 ms: event: null"), log);
    }

    @Test
    void aServiceThatNeverEndsIsEndedWithTheTest() {
        runTest(() -> {
            Eventlet.spawn(() -> {
                try {
                    while (true) {
                        log("beat");
                        Eventlet.sleep(SECOND);
                    }
                } finally {
                    log("ended");
                }
            });
            advanceTimeBy(Duration.ofMillis(2500));
        });

        assertEquals(List.of("0 ms: beat", "1000 ms: beat", "2000 ms: beat", "2500 ms: ended"), log);
    }

    @Test
    void aGreenThreadThatFailsTellsWhoAwaitsIt() {
        IllegalStateException failure = new IllegalStateException("expected: awaited");
        runTest(() -> {
            GreenThread<Void> thread = Eventlet.spawnAfter(SECOND, () -> {
                throw failure;
            });

            assertSame(failure, assertThrows(IllegalStateException.class, thread::await));
        });
    }

    @Test
    void greenletsSwitchAsEver() {
        runTest(() -> {
            Greenlet main = Greenlet.getCurrent();
            Greenlet other = new Greenlet(args -> {
                Eventlet.sleep(SECOND);
                return "thanks for " + main.switchTo("what?");
            });

            log("asked " + other.switchTo());
            log(String.valueOf(other.switchTo(42)));
        });

        assertEquals(List.of("1000 ms: asked what?", "1000 ms: thanks for 42"), log);
    }

    @Test
    void socketsAreWaitedForReally() {
        runTest(() -> {
            GreenServerSocket listening = Eventlet.listen("localhost", 0);
            Eventlet.spawn(() -> {
                GreenSocket client = listening.accept().socket();
                client.sendAll(client.recv(16));
                client.close();
            });
            GreenSocket socket = Eventlet.connect(listening.localAddress());
            socket.sendAll(new byte[] {1, 2, 3});
            assertArrayEquals(new byte[] {1, 2, 3}, socket.recv(16));
            Eventlet.sleep(SECOND);
            log("echoed");
            advanceUntilIdle();
            socket.close();
            listening.close();
        });

        assertEquals(List.of("1000 ms: echoed"), log);
    }
}
