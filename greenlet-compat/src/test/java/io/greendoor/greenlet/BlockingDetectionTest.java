package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    }

    @Test
    void aTaskThatHoldsTheLoopIsLoggedAsAWarningWithItsStackAndGoesOn() {
        Debug.hubBlockingDetection(true, SHORT);

        String outcome = Eventlet.spawn(() -> {
                    Coroutines.nameTask("stubborn");
                    holdUntilReported(SHORT, "(stubborn)");
                    return "goes on";
                })
                .await();

        assertEquals("goes on", outcome);
    }

    @Test
    void byDefaultItHasToBeHeldForASecond() {
        Debug.hubBlockingDetection(true);

        Eventlet.spawn(() -> holdUntilReported(Duration.ofSeconds(1), "(BlockingDetectionTest (lambda))"))
                .await();
    }

    @Test
    void thePlainThreadMayHoldItToo() {
        Debug.hubBlockingDetection(true, SHORT);

        holdUntilReported(SHORT, "thread \"" + FreshLoop.THREAD_NAME + "\"");
    }

    @Test
    void switchedOffNobodyWatches() {
        Debug.hubBlockingDetection(true, SHORT);
        Debug.hubBlockingDetection(false);

        holdUntil(() -> watchdogs(FreshLoop.THREAD_NAME) == 0);
        captured.entries.clear();
        holdFor(SHORT.multipliedBy(5));

        assertEquals(List.of(), captured.entries);
    }

    @Test
    void switchedOnAgainItHasTheNewResolutionAndOneWatchdog() {
        Debug.hubBlockingDetection(true, NEVER);
        Debug.hubBlockingDetection(true, SHORT);
        holdUntilReported(SHORT, "thread \"" + FreshLoop.THREAD_NAME + "\"");
        holdUntil(() -> watchdogs(FreshLoop.THREAD_NAME) == 1);

        Debug.hubBlockingDetection(true, NEVER);
        holdUntil(() -> watchdogs(FreshLoop.THREAD_NAME) == 1);
        captured.entries.clear();
        holdFor(SHORT.multipliedBy(5));

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
        holdFor(SHORT.multipliedBy(5)); // this loop is none of its business
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

    /**
     * Holds the loop, again and again: each time is told once, and may be told before it has come to this, while classes are
     * loaded.
     */
    @Suspendable
    private void holdUntilReported(Duration limit, String who) {
        long begun = System.nanoTime();
        while (captured.entries.stream().noneMatch(entry -> isReport(entry, limit, who))) {
            assertTrue(
                    System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(10),
                    () -> "it was not reported within 10 s, but "
                            + captured.entries.stream()
                                    .map(LogRecord::getMessage)
                                    .toList());
            Eventlet.sleep();
            holdFor(limit.multipliedBy(2));
        }
    }

    private static boolean isReport(LogRecord entry, Duration limit, String who) {
        String message = entry.getMessage();
        String pattern = "the loop of \"" + FreshLoop.THREAD_NAME + "\" has been held for (\\d+) ms by ";
        Matcher begin = Pattern.compile(pattern).matcher(message);
        return entry.getLevel() == Level.WARNING
                && begin.lookingAt()
                && Long.parseLong(begin.group(1)) >= limit.toMillis()
                && message.lines().findFirst().orElseThrow().endsWith(who)
                && message.contains("BlockingDetectionTest.holdFor(");
    }

    private static long watchdogs(String loop) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(WATCHDOG + loop))
                .count();
    }

    private static void holdFor(Duration duration) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < duration.toNanos()) {
            Thread.onSpinWait(); // a computation, so that on no engine it gives way
        }
    }

    private static void holdUntil(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(10), "it did not come true within 10 s");
            Thread.onSpinWait();
        }
    }
}
