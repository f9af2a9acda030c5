package io.greendoor.greenlet.random;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Sends what the library logs somewhere else than to the console. */
final class SystemLog extends Handler {

    private final Logger logger = Logger.getLogger("io.greendoor"); // a field: JUL holds its loggers weakly
    private final Consumer<String> to;

    private SystemLog(Consumer<String> to) {
        this.to = to;
    }

    /** Sends what is logged during {@code work} to {@code to}. */
    static void divert(Consumer<String> to, Runnable work) {
        SystemLog log = new SystemLog(to);
        log.logger.addHandler(log);
        log.logger.setUseParentHandlers(false);
        try {
            work.run();
        } finally {
            log.logger.setUseParentHandlers(true);
            log.logger.removeHandler(log);
        }
    }

    @Override
    public void publish(LogRecord entry) {
        Throwable thrown = entry.getThrown();
        to.accept("logged "
                + (thrown == null
                        ? entry.getMessage()
                        : thrown.getClass().getSimpleName() + ": " + thrown.getMessage()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
