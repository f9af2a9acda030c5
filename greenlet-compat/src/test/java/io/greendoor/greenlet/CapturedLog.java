package io.greendoor.greenlet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library logs while this is open, instead of the console. */
final class CapturedLog extends Handler implements AutoCloseable {

    final List<LogRecord> entries = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("io.greendoor"); // a field: JUL holds its loggers weakly

    CapturedLog() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    List<Throwable> thrown() {
        return entries.stream()
                .map(LogRecord::getThrown)
                .filter(thrown -> thrown != null)
                .toList();
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.setUseParentHandlers(true);
        logger.removeHandler(this);
    }
}
