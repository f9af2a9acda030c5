package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A busy task does not starve what becomes ready outside the run queue, nor the other way round. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class FairnessTest {
    private static final int MANY_TURNS = 1000;
    private static final int FEW_TURNS = 200; // generous: the loop looks around after every 64

    private final VirtualClock clock = new VirtualClock();
    private boolean happened;

    @Test
    void aBusyYielderDoesNotStarveATimer() {
        TestLoop loop = TestLoop.in(clock);
        loop.scheduler.schedule(Duration.ofMillis(100), () -> happened = true);

        int turns = yieldUntilItHappened(Duration.ofMillis(1));

        assertTrue(turns >= 100 && turns < 100 + FEW_TURNS, () -> "after " + turns + " turns of a millisecond");
    }

    @Test
    void aBusyYielderDoesNotStarveAChannel() throws Exception {
        TestLoop loop = TestLoop.in(clock);
        Pipe pipe = readablePipe();
        Coroutine reader = loop.spawn("reader", () -> {
            Readiness.of(pipe.source()).await(SelectionKey.OP_READ, null);
            happened = true;
        });

        int turns = yieldUntilItHappened(Duration.ZERO);

        assertTrue(turns < FEW_TURNS, () -> "after " + turns + " turns");
        loop.join(reader);
        close(pipe);
    }

    @Test
    void aBusyYielderDoesNotStarveOtherThreads() throws Exception {
        TestLoop loop = TestLoop.in(clock);
        Thread other = new Thread(() -> loop.scheduler.execute(() -> happened = true), "other");
        other.start();
        other.join();

        int turns = yieldUntilItHappened(Duration.ZERO);

        assertTrue(turns < FEW_TURNS, () -> "after " + turns + " turns");
    }

    @Test
    void busyCallbacksDoNotStarveATimer() {
        TestLoop loop = TestLoop.in(clock);
        loop.scheduler.schedule(Duration.ofMillis(10), () -> happened = true);
        int[] turns = new int[1];
        loop.scheduler.execute(() -> again(loop, turns));

        while (!happened && turns[0] < MANY_TURNS) {
            Coroutines.yieldNow();
        }

        assertTrue(turns[0] < FEW_TURNS, () -> "after " + turns[0] + " turns of a millisecond");
    }

    private void again(TestLoop loop, int[] turns) {
        clock.advance(Duration.ofMillis(1));
        if (!happened && ++turns[0] < MANY_TURNS) {
            loop.scheduler.execute(() -> again(loop, turns));
        }
    }

    @Test
    void aChannelThatIsAlwaysReadyStarvesNeitherTasksNorTimers() throws Exception {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Pipe pipe = readablePipe();
        boolean[] timer = new boolean[1];
        loop.scheduler.schedule(Duration.ofMillis(5), () -> timer[0] = true);
        Coroutine reader = loop.spawn("reader", () -> {
            while (!happened || !timer[0]) {
                Readiness.of(pipe.source()).await(SelectionKey.OP_READ, null);
            }
            loop.log("reader");
        });
        Coroutine other = loop.spawn("other", () -> {
            for (int i = 0; i < FEW_TURNS; i++) {
                Coroutines.yieldNow();
            }
            loop.log("other");
            happened = true;
        });

        loop.join(reader, other);

        assertEquals(List.of("other", "reader"), loop.log);
        close(pipe);
    }

    /** Yields without end, and says how many turns that took. */
    private int yieldUntilItHappened(Duration turn) {
        int turns = 0;
        while (!happened && turns < MANY_TURNS) {
            clock.advance(turn);
            Coroutines.yieldNow();
            turns++;
        }
        return turns;
    }

    private static Pipe readablePipe() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().write(ByteBuffer.allocate(1));
        return pipe;
    }

    private static void close(Pipe pipe) throws Exception {
        Readiness.of(pipe.source()).close();
        pipe.sink().close();
    }
}
