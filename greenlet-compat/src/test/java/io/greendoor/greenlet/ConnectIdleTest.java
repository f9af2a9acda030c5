package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Suspendable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connected socket on which nothing happens costs nothing. */
class ConnectIdleTest extends SocketTestCase {
    private static final Duration PERIOD = Duration.ofMillis(300);
    private static final long BOUND_NANOS = 30_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @BeforeEach
    void processorTimeIsMeasured() {
        assumeTrue(threads.isCurrentThreadCpuTimeSupported());
    }

    @Test
    void aConnectionThatNobodyWaitsForUsesNoProcessor() throws Exception {
        try (Pair pair = connectedPair()) {
            assertTrue(pair.client().isOpen());
            assertIdles();
        }
    }

    @Test
    void aConnectionWhoseReaderWaitsUsesNoProcessor() throws Exception {
        try (Pair pair = connectedPair()) {
            GreenThread<Void> reader =
                    spawnLogging("reader", () -> pair.client().recv(10));

            assertIdles();

            pair.server().sendAll(bytes("data"));
            reader.await();
            assertEquals("[reader: data]", log.toString());
        }
    }

    @Test
    void aConnectionThatHasBeenUsedUsesNoProcessor() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().sendAll(bytes("there"));
            assertEquals("there", text(pair.server().recv(10)));
            pair.server().sendAll(bytes("and back"));
            assertEquals("and back", text(pair.client().recv(10)));

            assertIdles();
        }
    }

    @Suspendable
    private void assertIdles() {
        long before = threads.getCurrentThreadCpuTime();
        Eventlet.sleep(PERIOD);
        long used = threads.getCurrentThreadCpuTime() - before;

        assertTrue(used < BOUND_NANOS, () -> used + " ns of processor time in " + PERIOD);
    }
}
