package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pauses of a listener that has no descriptor for a connection, in virtual time. */
@org.junit.jupiter.api.Timeout(20)
class ShortageTest {
    private static final IOException FAILURE = new IOException("Too many open files");

    private final List<String> log = new ArrayList<>();
    private final Logger logger = Logger.getLogger("io.greendoor.greenlet");
    private final Handler capture = new Capture();
    private final Event<Void> closed = new Event<>();
    private final Shortage shortage = new Shortage(new InetSocketAddress("127.0.0.1", 80), closed);

    private void log(String event) {
        log.add(currentTime().toMillis() + " ms: " + event);
    }

    private final class Capture extends Handler {
        @Override
        public void publish(LogRecord entry) {
            log(new SimpleFormatter().formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void captureTheLog() {
        logger.addHandler(capture);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void releaseTheLog() {
        logger.setUseParentHandlers(true);
        logger.removeHandler(capture);
    }

    @Test
    void pausesGetLongerUpToASecondAndEachHasOneLine() {
        runTest(() -> {
            for (int i = 0; i < 6; i++) {
                shortage.pause(FAILURE, null);
            }
            log("goes on");
        });

        String begins = "cannot accept on /127.0.0.1:80, trying again in ";
        assertEquals(
                List.of(
                        "0 ms: " + begins + "100 ms: Too many open files",
                        "100 ms: " + begins + "200 ms: Too many open files",
                        "300 ms: " + begins + "400 ms: Too many open files",
                        "700 ms: " + begins + "800 ms: Too many open files",
                        "1500 ms: " + begins + "1,000 ms: Too many open files",
                        "2500 ms: " + begins + "1,000 ms: Too many open files",
                        "3500 ms: goes on"),
                log);
    }

    @Test
    void closingEndsAPause() {
        runTest(() -> {
            Eventlet.spawnAfter(Duration.ofMillis(30), () -> closed.send(null));
            shortage.pause(FAILURE, null);
            log("goes on");
        });

        assertEquals("30 ms: goes on", log.get(1));
    }

    @Test
    void theTimeoutOfTheListenerBoundsThePausesTogether() {
        Duration timeout = Duration.ofMillis(250);
        runTest(() -> {
            shortage.pause(FAILURE, timeout);
            shortage.pause(FAILURE, timeout);
            SocketTimeoutException timedOut =
                    assertThrows(SocketTimeoutException.class, () -> shortage.pause(FAILURE, timeout));
            assertSame(FAILURE, timedOut.getCause());
            log(timedOut.getMessage());
            assertThrows(
                    SocketTimeoutException.class,
                    () -> new Shortage(new InetSocketAddress(80), closed).pause(FAILURE, Duration.ZERO));
        });

        assertEquals(3, log.size());
        assertEquals("250 ms: timed out after PT0.25S: Too many open files", log.get(2));
    }

    @Test
    void whatIsAReason() {
        for (String message :
                List.of("Too many open files", "Too many open files in system", "No buffer space available")) {
            assertTrue(Shortage.isReasonFor(new IOException(message)), message);
        }
        assertFalse(Shortage.isReasonFor(new IOException("Invalid argument")));
        assertFalse(Shortage.isReasonFor(new IOException()));
    }
}
