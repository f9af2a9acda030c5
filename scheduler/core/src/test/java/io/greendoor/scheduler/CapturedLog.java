package io.greendoor.scheduler;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the scheduler logs while this is open, instead of the console. */
final class CapturedLog extends Handler implements AutoCloseable {

    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<Throwable> thrown = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("io.greendoor.scheduler");

    CapturedLog() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    @Override
    public void publish(LogRecord entry) {
        Object[] parameters = entry.getParameters();
        messages.add(parameters == null ? entry.getMessage() : MessageFormat.format(entry.getMessage(), parameters));
        if (entry.getThrown() != null) {
            thrown.add(entry.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.setUseParentHandlers(true);
        logger.removeHandler(this);
    }
}
