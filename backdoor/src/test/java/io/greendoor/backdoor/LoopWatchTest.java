package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.scheduler.LoopOptions;
import io.greendoor.scheduler.Scheduler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the watch does beside watching. */
class LoopWatchTest {
    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void whatThereIsNoMemoryForIsTriedAgainAndDoesNotStopTheRest() {
        try (Scheduler loop = Scheduler.open(LoopOptions.DEFAULT)) {
            LoopWatch watch = new LoopWatch(loop);

            watch.execute(() -> {
                log.add("tried");
                if (log.size() == 1) {
                    throw new OutOfMemoryError("thrown by a test: unable to create native thread");
                }
            });
            watch.execute(() -> log.add("other"));

            Await.until(() -> log.size() >= 3, log::toString);
            assertEquals(List.of("tried", "other", "tried"), log);
        }
    }
}
