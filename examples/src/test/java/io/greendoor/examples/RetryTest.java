package io.greendoor.examples;

import static io.greendoor.scheduler.testing.VirtualTime.advanceTimeBy;
import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runCurrent;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.scheduler.testing.EveryEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EveryEngine
class RetryTest {
    private final List<String> log = new ArrayList<>();

    private String fail() throws IOException {
        log.add("failed after " + currentTime().toSeconds() + " s");
        throw new IOException("no answer");
    }

    @Test
    void eachPauseIsTwiceAsLongAsTheOneBefore() {
        runTest(() -> {
            assertThrows(IOException.class, () -> Retry.retry(Duration.ofSeconds(10), this::fail));
        });

        assertEquals(List.of("failed after 0 s", "failed after 10 s", "failed after 30 s", "failed after 70 s"), log);
    }

    @Test
    void aTaskThatRetriesCanBeKilled() {
        runTest(() -> {
            GreenThread<String> retrying = Eventlet.spawn(() -> Retry.retry(Duration.ofSeconds(10), this::fail));
            advanceTimeBy(Duration.ofSeconds(10));
            log.add("10 s are over");
            runCurrent();
            retrying.kill();
            advanceTimeBy(Duration.ofHours(1));
        });

        assertEquals(List.of("failed after 0 s", "10 s are over", "failed after 10 s"), log);
    }
}
