package io.greendoor.backdoor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** What a logger is told, as lines of level and message, from here to {@link #close}. */
final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger; // held, because the log manager holds it weakly
    private final @Nullable Level before;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    LogLines(String name) {
        this(name, null);
    }

    /** Of this level and above, even if the logger is told to leave them out. */
    LogLines(String name, @Nullable Level level) {
        logger = Logger.getLogger(name);
        before = logger.getLevel();
        if (level != null) {
            logger.setLevel(level);
        }
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord event) {
        lines.add(event.getLevel() + " " + formatter.formatMessage(event));
    }

    List<String> lines() {
        return lines;
    }

    /** How many lines begin so. */
    long count(String beginning) {
        return lines.stream().filter(line -> line.startsWith(beginning)).count();
    }

    /** Waits for a line that begins so. */
    void await(String beginning) {
        Await.until(() -> count(beginning) > 0, () -> "no \"" + beginning + "\" in " + lines);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
