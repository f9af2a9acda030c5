package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class HubsTrampolineTest {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final List<String> log = new ArrayList<>();

    @Test
    void waitsUntilAChannelCanBeReadWhileOthersRun() throws Exception {
        Pipe pipe = Pipes.open();
        GreenThread<Void> reader = Eventlet.spawn(() -> {
            log.add("waits");
            Hubs.trampoline(pipe.source(), READ);
            log.add("read " + pipe.source().read(ByteBuffer.allocate(10)));
        });
        Eventlet.sleep(MOMENT);
        log.add("writes");
        pipe.sink().write(ByteBuffer.allocate(3));
        reader.await();

        assertEquals(List.of("waits", "writes", "read 3"), log);
        Pipes.close(pipe);
    }

    @Test
    void waitsUntilAChannelCanBeWritten() throws Exception {
        Pipe pipe = Pipes.open();
        Hubs.trampoline(pipe.sink(), WRITE);
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        while (pipe.sink().write(chunk.clear()) > 0) {
            log.add("wrote");
        }
        log.clear();
        GreenThread<Void> writer = Eventlet.spawn(() -> {
            Hubs.trampoline(pipe.sink(), WRITE, Duration.ofSeconds(10));
            log.add("can be written");
        });
        Eventlet.sleep(MOMENT);
        log.add("reads");
        while (pipe.source().read(chunk.clear()) > 0) {
            Thread.onSpinWait();
        }
        writer.await();

        assertEquals(List.of("reads", "can be written"), log);
        Pipes.close(pipe);
    }

    @Test
    void throwsATimeoutWhenTheTimeIsUpAndCanBeUsedAgain() throws Exception {
        Pipe pipe = Pipes.open();
        long start = System.nanoTime();

        io.greendoor.greenlet.Timeout timeout =
                assertThrows(io.greendoor.greenlet.Timeout.class, () -> Hubs.trampoline(pipe.source(), READ, MOMENT));

        assertTrue(System.nanoTime() - start >= MOMENT.toNanos());
        assertTrue(Eventlet.isTimeout(timeout));
        pipe.sink().write(ByteBuffer.allocate(1));
        Hubs.trampoline(pipe.source(), READ, Duration.ofSeconds(10));
        Pipes.close(pipe);
    }

    @Test
    void theEndOfTheStreamIsReadiness() throws Exception {
        Pipe pipe = Pipes.open();
        GreenThread<Void> reader = Eventlet.spawn(() -> Hubs.trampoline(pipe.source(), READ));
        Eventlet.sleep();
        pipe.sink().close();

        reader.await();

        assertEquals(-1, pipe.source().read(ByteBuffer.allocate(1)));
        Pipes.close(pipe);
    }

    @Test
    void aSecondReaderIsRefusedAndTheFirstUnharmed() throws Exception {
        Pipe pipe = Pipes.open();
        GreenThread<Void> first = Eventlet.spawn(() -> Hubs.trampoline(pipe.source(), READ));
        Eventlet.sleep();

        assertThrows(IllegalStateException.class, () -> Hubs.trampoline(pipe.source(), READ));
        pipe.sink().write(ByteBuffer.allocate(1));
        first.await();
        Pipes.close(pipe);
    }

    @Test
    void aKilledWaiterNoLongerCountsAsWaiting() throws Exception {
        Pipe pipe = Pipes.open();
        GreenThread<Void> victim = Eventlet.spawn(() -> Hubs.trampoline(pipe.source(), READ));
        Eventlet.sleep();
        victim.kill();
        pipe.sink().write(ByteBuffer.allocate(1));

        Hubs.trampoline(pipe.source(), READ);
        Pipes.close(pipe);
    }

    @Test
    void operationsThatMakeNoSenseAreRefused() throws Exception {
        Pipe pipe = Pipes.open();

        assertThrows(IllegalArgumentException.class, () -> Hubs.trampoline(pipe.source(), 0));
        assertThrows(IllegalArgumentException.class, () -> Hubs.trampoline(pipe.source(), WRITE));
        assertThrows(IllegalArgumentException.class, () -> Hubs.trampoline(pipe.source(), READ | WRITE));
        assertThrows(NullPointerException.class, () -> Hubs.trampoline(null, READ));
        assertThrows(NullPointerException.class, () -> Hubs.trampoline(pipe.source(), READ, null));
        Pipes.close(pipe);
        assertThrows(ClosedChannelException.class, () -> Hubs.trampoline(pipe.source(), READ));
    }

    @Test
    void aCallbackOfTheLoopMayNotWaitForAChannel() throws Exception {
        Pipe pipe = Pipes.open();
        Event<String> outcome = new Event<>();
        Hubs.getHub().execute(() -> {
            try {
                Hubs.trampoline(pipe.source(), READ);
            } catch (IllegalStateException refusal) {
                outcome.send("refused");
            }
        });

        assertEquals("refused", outcome.await(Duration.ofSeconds(10)));
        Pipes.close(pipe);
    }
}
