package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Waits for a channel, one after the other, which share what they are made of. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ReadinessTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private TestLoop loop;
    private Pipe pipe;
    private Readiness source;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }

    private void begin() {
        loop = TestLoop.in(clock);
        source = Readiness.of(pipe.source());
    }

    @Suspendable
    private boolean readable(Duration timeout) throws IOException {
        return source.await(SelectionKey.OP_READ, timeout);
    }

    private void write(int bytes) throws IOException {
        assertEquals(bytes, pipe.sink().write(ByteBuffer.allocate(bytes)));
    }

    private int read() throws IOException {
        return pipe.source().read(ByteBuffer.allocate(100));
    }

    @Test
    void eachWaitHasItsOwnTimeLimit() throws IOException {
        begin();
        for (int milli : List.of(3, 5, 0, 2)) {
            assertFalse(readable(MILLI.multipliedBy(milli)));
            loop.log("expired");
        }
        write(1);
        assertTrue(readable(MILLI));
        read();
        assertFalse(readable(MILLI));
        loop.log("expired");

        assertEquals(
                List.of("3 ms: expired", "8 ms: expired", "8 ms: expired", "10 ms: expired", "11 ms: expired"),
                loop.log);
        assertEquals(List.of(), loop.scheduler.timers());
    }

    @Test
    void aWaitThatWasNotNeededToTheEndLeavesNoTimer() throws IOException {
        begin();
        loop.scheduler.schedule(MILLI, () -> writeUnchecked(1));

        assertTrue(readable(Duration.ofMillis(10)));

        assertEquals(List.of(), loop.scheduler.timers());
        read();
        assertFalse(readable(MILLI.multipliedBy(3)));
        assertEquals(MILLI.multipliedBy(4), clock.elapsed());
    }

    private void writeUnchecked(int bytes) {
        try {
            write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTimeLimitThatIsStoppedWhenItIsDueAlreadyDoesNotEndTheNextWait() throws IOException {
        begin();
        Throwable end = new IOException("thrown in");
        Coroutine reader = loop.spawn("reader", () -> {
            try {
                readable(MILLI);
            } catch (IOException e) {
                loop.log(e.getMessage());
            }
            loop.log("readable: " + readable(MILLI.multipliedBy(10)));
        });
        // Due together with the limit, and before it
        loop.scheduler.schedule(MILLI, () -> Coroutine.current().transfer(reader, null, end));

        loop.join(reader);

        assertEquals(List.of("1 ms: thrown in", "11 ms: readable: false"), loop.log);
    }

    @Test
    void whoIsThrownOutWhenTheChannelIsReadyAlreadyWaitsAnewAndIsWokenOnce() throws IOException {
        begin();
        Coroutine reader = loop.spawn("reader", () -> {
            try {
                readable(null);
            } catch (IOException e) {
                loop.log(e.getMessage());
                read();
            }
            loop.log("readable: " + readable(null) + " " + read());
            loop.log("readable: " + readable(MILLI));
        });
        Coroutines.yieldNow();
        write(1);
        loop.scheduler.poller().poll(0); // the reader is queued
        loop.kill(reader, new IOException("thrown in"));
        Coroutines.yieldNow();
        loop.log("written");
        write(2);

        loop.join(reader);

        assertEquals(
                List.of("0 ms: thrown in", "0 ms: written", "0 ms: readable: true 2", "1 ms: readable: false"),
                loop.log);
    }

    @Test
    void anotherTaskMayWaitOnceTheFirstIsThrownOut() throws IOException {
        begin();
        Coroutine first = loop.spawn("first", () -> readable(null));
        Coroutines.yieldNow();
        write(1);
        loop.scheduler.poller().poll(0); // the first one is queued
        read();
        loop.kill(first, new IOException("thrown in"));
        Coroutine second = loop.spawn("second", () -> loop.log("readable: " + readable(MILLI)));

        loop.join(second);

        assertEquals(List.of("0 ms: first died of java.io.IOException: thrown in", "1 ms: readable: false"), loop.log);
    }

    @Test
    void whoeverIsSwitchedToByHandLooksAtTheChannel() throws IOException {
        begin();
        Coroutine reader = loop.spawn("reader", () -> {
            loop.log("readable: " + readable(MILLI));
            loop.log("readable: " + readable(MILLI));
        });
        Coroutines.yieldNow();
        loop.scheduler.scheduleTransfer(Duration.ZERO, reader, "by hand");

        loop.join(reader);

        assertEquals(List.of("0 ms: readable: true", "1 ms: readable: false"), loop.log);
        assertEquals(List.of(), loop.scheduler.timers());
    }

    @Test
    void closingWakesTheWaiterAndLeavesNoTimer() throws IOException {
        begin();
        Coroutine reader = loop.spawn("reader", () -> {
            try {
                readable(MILLI);
            } catch (AsynchronousCloseException e) {
                loop.log("closed");
            }
        });
        Coroutines.yieldNow();
        source.close();
        loop.log("close returned");

        loop.join(reader);

        assertEquals(List.of("0 ms: close returned", "0 ms: closed"), loop.log);
        assertEquals(List.of(), loop.scheduler.timers());
    }

    @Test
    void aSnapshotSaysWhatAReaderWaitsForAndWhatItsTimerDoes() throws IOException {
        begin();
        Coroutine reader = loop.spawn("reader", () -> readable(MILLI));
        Coroutines.yieldNow();

        assertEquals(
                "a chance to read " + pipe.source(),
                loop.scheduler.tasks().get(0).waitsFor());
        assertEquals(
                "wakes task " + reader.number() + " (" + reader.name() + ")",
                loop.scheduler.timers().get(0).what());
        loop.join(reader);
    }

    /** Whatever comes between: a wait says the truth, and none is left. */
    @Test
    void randomReadersAgreeWithTheChannel() throws IOException {
        long seed = System.nanoTime();
        System.out.println("ReadinessTest seed " + seed);
        Random random = new Random(seed);
        begin();
        for (int i = 0; i < 300; i++) {
            Duration limit = random.nextBoolean() ? MILLI.multipliedBy(random.nextInt(4)) : null;
            Coroutine reader = loop.spawn("reader", () -> {
                if (readable(limit)) {
                    assertTrue(read() >= 0);
                }
            });
            Coroutines.yieldNow();
            if (random.nextBoolean()) {
                write(1);
            }
            if (random.nextBoolean()) {
                loop.scheduler.poller().poll(0);
            }
            clock.advance(MILLI.multipliedBy(random.nextInt(3)));
            if (limit == null || random.nextInt(3) == 0) {
                if (!reader.isDone()) {
                    loop.kill(reader, new IOException("thrown in"));
                }
            }
            loop.join(reader);
            read();
            assertEquals(List.of(), loop.scheduler.timers());
            assertEquals(List.of(), loop.scheduler.listeners());
        }
        loop.log.removeIf(line -> line.endsWith("reader died of java.io.IOException: thrown in"));
        assertEquals(List.of(), loop.log, "seed " + seed);
    }
}
