package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** W-E18: a loop with nothing to do does nothing. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class SchedulerIdleTest {
    private static final Duration PERIOD = Duration.ofMillis(300);
    private static final long BOUND_NANOS = 20_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @BeforeEach
    void cpuTimeIsMeasured() {
        assumeTrue(threads.isCurrentThreadCpuTimeSupported());
    }

    @Test
    void aLoopThatWaitsForSocketsUsesNoProcessor() throws Exception {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        List<Pipe> pipes = new ArrayList<>();
        List<Coroutine> readers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            pipes.add(pipe);
            readers.add(loop.spawn("reader", () -> Readiness.of(pipe.source()).await(SelectionKey.OP_READ, null)));
        }
        loop.scheduler.schedule(Duration.ofHours(1), () -> loop.log("an hour later"));
        Coroutines.delay(Duration.ofMillis(1));

        assertIdles();

        for (Pipe pipe : pipes) {
            pipe.sink().close();
        }
        loop.join(readers.toArray(new Coroutine[0]));
        for (Pipe pipe : pipes) {
            Readiness.of(pipe.source()).close();
        }
        assertEquals(List.of(), loop.log);
    }

    @Test
    void aChannelThatIsReadyWithNobodyWaitingUsesNoProcessor() throws Exception {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        Coroutine reader = loop.spawn("reader", () -> {
            Readiness.of(pipe.source()).await(SelectionKey.OP_READ, null);
            loop.log("ready");
        });
        pipe.sink().close(); // from now on the source is ready for good
        loop.join(reader);

        assertIdles();

        Readiness.of(pipe.source()).close();
        assertEquals(List.of("ready"), loop.log);
    }

    @Test
    void aLoopWithoutSocketsUsesNoProcessor() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        loop.spawn("waiter", () -> Coroutines.suspendCancellable(never -> {}));
        Coroutines.yieldNow();

        assertIdles();
    }

    private void assertIdles() {
        long before = threads.getCurrentThreadCpuTime();
        Coroutines.delay(PERIOD);
        long used = threads.getCurrentThreadCpuTime() - before;

        assertTrue(used < BOUND_NANOS, () -> used + " ns of processor time in " + PERIOD);
    }
}
