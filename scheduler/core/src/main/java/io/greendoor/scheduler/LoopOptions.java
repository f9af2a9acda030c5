package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.TimeSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a loop is made with. Immutable: each method returns a changed copy. */
public final class LoopOptions {

    /** The engine that the system property {@code greendoor.engine} names, else the best there is; the machine's clock. */
    public static final LoopOptions DEFAULT = new LoopOptions(null, TimeSource.SYSTEM);

    private final @Nullable String engine;
    private final TimeSource time;

    private LoopOptions(@Nullable String engine, TimeSource time) {
        this.engine = engine;
        this.time = time;
    }

    /**
     * With this engine.
     *
     * @param name one of {@link Scheduler#engines()}
     */
    public LoopOptions engine(String name) {
        return new LoopOptions(Objects.requireNonNull(name, "name"), time);
    }

    /** With this clock. */
    public LoopOptions time(TimeSource time) {
        return new LoopOptions(engine, Objects.requireNonNull(time, "time"));
    }

    /** The engine's name, or null for the one that is chosen by default. */
    @Nullable
    String engine() {
        return engine != null ? engine : System.getProperty(Engines.PROPERTY);
    }

    TimeSource time() {
        return time;
    }
}
