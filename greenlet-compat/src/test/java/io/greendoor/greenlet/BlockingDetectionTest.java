package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Coroutines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who holds the loop is told by a thread that looks from outside. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class BlockingDetectionTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final String WATCHDOG = "greendoor-watchdog-";

    private final CapturedLog captured = new CapturedLog();

    @AfterEach
    void release() {
        captured.close();
        Debug.hubBlockingDetection(false);
    }

    @Test
    void aTaskThatHoldsTheLoopIsLoggedAsAWarningWithItsStackAndGoesOn() {
        Debug.hubBlockingDetection(true, SHORT);

        String outcome = Eventlet.spawn(() -> {
                    Coroutines.nameTask("stubborn");
                    holdUntil(() -> !captured.entries.isEmpty());
                    return "goes on";
                })
                .await();

        assertEquals("goes on", outcome);
        assertWarning(captured.entries.get(0), 20, "(stubborn)");
    }

    @Test
    void byDefaultItHasToBeHeldForASecond() {
        Debug.hubBlockingDetection(true);
        long begun = System.nanoTime();

        Eventlet.spawn(() -> holdUntil(() -> !captured.entries.isEmpty())).await();

        assertTrue(System.nanoTime() - begun >= 1_000_000_000);
        assertWarning(captured.entries.get(0), 1000, "(GreenThread)");
    }

    @Test
    void thePlainThreadMayHoldItToo() {
        Debug.hubBlockingDetection(true, SHORT);
        Eventlet.sleep();

        holdUntil(() -> !captured.entries.isEmpty());

        assertWarning(captured.entries.get(0), 20, "thread \"" + FreshLoop.THREAD_NAME + "\"");
    }

    @Test
    void switchedOffNobodyWatches() {
        Debug.hubBlockingDetection(true, SHORT);
        Debug.hubBlockingDetection(false);

        holdUntil(() -> watchdogs(FreshLoop.THREAD_NAME) == 0);
        long begun = System.nanoTime();
        holdUntil(() -> System.nanoTime() - begun > 100_000_000);

        assertEquals(List.of(), captured.entries);
    }

    @Test
    void switchedOnAgainItHasTheNewResolutionAndOneWatchdog() {
        Debug.hubBlockingDetection(true, NEVER);
        Debug.hubBlockingDetection(true, SHORT);

        holdUntil(() -> !captured.entries.isEmpty());
        holdUntil(() -> watchdogs(FreshLoop.THREAD_NAME) == 1);
        Debug.hubBlockingDetection(true, NEVER);
        captured.entries.clear();
        long begun = System.nanoTime();
        holdUntil(() -> System.nanoTime() - begun > 100_000_000);

        assertEquals(List.of(), captured.entries);
    }

    @Test
    void itWatchesTheCallersLoopAndEndsWithThatThread() throws Exception {
        OtherThread<Void> other = OtherThread.start("watched", () -> {
            Debug.hubBlockingDetection(true, SHORT);
            holdUntil(() -> watchdogs("watched") == 1);
            holdUntil(() -> !captured.entries.isEmpty());
            return null;
        });
        long begun = System.nanoTime();
        holdUntil(() -> System.nanoTime() - begun > 100_000_000);
        other.join();

        assertTrue(
                captured.entries.stream().allMatch(entry -> entry.getMessage().contains("\"watched\"")),
                () -> captured.entries.toString());
        holdUntil(() -> watchdogs("watched") == 0);
    }

    @Test
    void aResolutionThatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Debug.hubBlockingDetection(true, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Debug.hubBlockingDetection(true, Duration.ofSeconds(-1)));
        assertThrows(NullPointerException.class, () -> Debug.hubBlockingDetection(true, null));
        assertThrows(NullPointerException.class, () -> Debug.hubBlockingDetection(false, null));
        Debug.hubBlockingDetection(false, Duration.ZERO);
    }

    private static void assertWarning(LogRecord entry, long atLeastMillis, String who) {
        String message = entry.getMessage();
        assertEquals(Level.WARNING, entry.getLevel());
        assertTrue(message.startsWith("the loop of \"" + FreshLoop.THREAD_NAME + "\" has been held for "), message);
        long millis = Long.parseLong(message.replaceFirst("(?s).* held for (\\d+) ms.*", "$1"));
        assertTrue(millis >= atLeastMillis, message);
        assertTrue(message.lines().findFirst().orElseThrow().endsWith(who), message);
        assertTrue(message.contains("holdUntil"), message);
    }

    private static long watchdogs(String loop) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(WATCHDOG + loop))
                .count();
    }

    /** A computation, so that on no engine it gives way. */
    private static void holdUntil(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(10), "it did not come true within 10 s");
            Thread.onSpinWait();
        }
    }
}
