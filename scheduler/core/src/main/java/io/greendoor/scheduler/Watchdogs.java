package io.greendoor.scheduler;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The watchdog of a loop, if it has one: a new one takes the place of the old. From any thread. */
final class Watchdogs {

    private final Scheduler scheduler;
    private final AtomicReference<@Nullable Watchdog> current = new AtomicReference<>();

    Watchdogs(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void replace(@Nullable Duration limit, Consumer<LoopHold> report) {
        put(limit == null ? null : Watchdog.start(scheduler, limit, report));
    }

    void close() {
        put(null);
    }

    private void put(@Nullable Watchdog watchdog) {
        Watchdog old = current.getAndSet(watchdog);
        if (old != null) {
            old.close();
        }
    }
}
