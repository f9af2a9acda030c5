package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PipeTest extends LoggingTestCase {
    private static final int MORE_THAN_FITS = 1 << 20; // a pipe of Linux's has 64 KiB
    private static final String CLOSED_MEANWHILE =
            " threw SocketException: the pipe was closed by another task while this one waited for it";

    private Pipe pipe;

    @BeforeEach
    void openPipe() throws IOException {
        pipe = Pipe.open();
    }

    @AfterEach
    void closePipe() throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }

    private GreenPipe source() throws IOException {
        return new GreenPipe(pipe.source());
    }

    private GreenPipe sink() throws IOException {
        return new GreenPipe(pipe.sink());
    }

    @Suspendable
    private static byte[] recvToTheEnd(GreenPipe source, int size) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] got = source.recv(10_000); got.length > 0; got = source.recv(10_000)) {
            all.put(got);
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    @Test
    void whatGoesInComesOutWhileOthersRunAndThenTheEnd() throws Exception {
        GreenPipe source = source();
        GreenThread<Void> reader = Eventlet.spawn(() -> {
            log.add("receives");
            for (byte[] got = source.recv(4); got.length > 0; got = source.recv(4)) {
                log.add("got " + text(got));
            }
            log.add("end, and again: " + source.recv(4).length + ", " + source.recvInto(ByteBuffer.allocate(1)));
        });
        Eventlet.sleep();
        try (GreenPipe sink = sink()) {
            log.add("sends");
            sink.sendAll(bytes("abcdef"));
            Eventlet.sleep(MOMENT);
            log.add("sends more");
            sink.sendAll(bytes("gh"));
            sink.sendAll(new byte[0]);
        }
        reader.await();
        source.close();

        assertEquals(
                List.of("receives", "sends", "got abcd", "got ef", "sends more", "got gh", "end, and again: 0, -1"),
                log);
    }

    @Test
    void aFullPipeHoldsItsSenderUpAndNobodyElse() throws Exception {
        byte[] data = new byte[MORE_THAN_FITS];
        new Random(3).nextBytes(data);
        GreenPipe source = source();
        GreenThread<Void> sender = Eventlet.spawn(() -> {
            try (GreenPipe sink = sink()) {
                log.add("sends");
                sink.sendAll(data);
                log.add("sent");
            }
        });
        Eventlet.sleep(MOMENT);
        log.add("receives");

        assertArrayEquals(data, recvToTheEnd(source, data.length));
        sender.await();
        assertEquals(List.of("sends", "receives", "sent"), log);
    }

    @Test
    void eachEndGoesOneWayOnlyAndSaysSo() throws Exception {
        GreenPipe source = source();
        GreenPipe sink = sink();

        assertRefused("this is the source of a pipe", () -> source.sendAll(bytes("x")));
        assertRefused("this is the source of a pipe", () -> source.sendAll(ByteBuffer.allocate(1)));
        assertRefused("this is the source of a pipe", source::outputStream);
        assertRefused("this is the sink of a pipe", () -> sink.recv(1));
        assertRefused("this is the sink of a pipe", () -> sink.recv(0));
        assertRefused("this is the sink of a pipe", () -> sink.recvInto(ByteBuffer.allocate(1)));
        assertRefused("this is the sink of a pipe", sink::inputStream);
        sink.sendAll(bytes("unharmed"));
        assertEquals("unharmed", text(source.recv(100)));
    }

    private static void assertRefused(String beginning, Executable call) {
        String message = assertThrows(UnsupportedOperationException.class, call).getMessage();
        assertTrue(message.startsWith(beginning), message);
    }

    @Test
    void badArgumentsAreRefused() throws Exception {
        GreenPipe source = source();

        IllegalArgumentException negative = assertThrows(IllegalArgumentException.class, () -> source.recv(-3));
        assertEquals("cannot receive -3 bytes", negative.getMessage());
        assertThrows(IllegalArgumentException.class, () -> source.recvInto(ByteBuffer.allocate(0)));
        assertThrows(IllegalArgumentException.class, () -> source.setTimeout(MOMENT.negated()));
        assertThrows(NullPointerException.class, () -> sink().sendAll((byte[]) null));
        assertThrows(NullPointerException.class, () -> new GreenPipe((Pipe.SourceChannel) null));
        assertThrows(NullPointerException.class, () -> new GreenPipe((Pipe.SinkChannel) null));
        pipe.sink().close();
        assertThrows(ClosedChannelException.class, this::sink);
    }

    @Test
    void itTakesTheChannelOver() throws Exception {
        assertTrue(pipe.source().isBlocking());
        GreenPipe source = source();
        assertFalse(pipe.source().isBlocking());
        assertEquals("GreenPipe[source]", source.toString());
        source.close();
        source.close();

        assertFalse(pipe.source().isOpen());
        assertFalse(source.isOpen());
        assertEquals("GreenPipe[source, closed]", source.toString());
        assertEquals("GreenPipe[sink]", sink().toString());
    }

    @Test
    void aSenderLearnsThatNobodyReceivesAnyMore() throws Exception {
        GreenPipe source = source();
        GreenPipe sink = sink();
        GreenThread<Void> sender = spawnLogging("sender", () -> {
            sink.sendAll(new byte[MORE_THAN_FITS]);
            return "sent";
        });
        source.close();
        sender.await();

        assertThrows(IOException.class, () -> sink.sendAll(bytes("more")));
        assertEquals(List.of("sender threw IOException: Broken pipe"), log);
    }

    @Test
    void closingWakesWhoeverWaits() throws Exception {
        GreenPipe source = source();
        GreenPipe sink = sink();
        GreenThread<Void> reader = spawnLogging("reader", () -> source.recv(1));
        source.close();
        reader.await();
        pipe.sink().close();
        openPipe();
        GreenPipe full = sink();
        GreenThread<Void> sender = spawnLogging("sender", () -> {
            full.sendAll(new byte[MORE_THAN_FITS]);
            return "sent";
        });
        full.close();
        sender.await();

        assertEquals(List.of("reader" + CLOSED_MEANWHILE, "sender" + CLOSED_MEANWHILE), log);
        IOException closed = assertThrows(IOException.class, () -> source.recv(1));
        assertEquals("the pipe is closed", closed.getMessage());
        assertFalse(Eventlet.isTimeout(closed));
        assertEquals(
                "the pipe is closed",
                assertThrows(IOException.class, () -> sink.sendAll(bytes("x"))).getMessage());
    }

    @Test
    void aTimeoutEndsAWaitAndThePipeIsAsItWas() throws Exception {
        GreenPipe source = source();
        GreenPipe sink = sink();
        source.setTimeout(MOMENT);
        sink.setTimeout(MOMENT);

        long start = System.nanoTime();
        assertThrows(SocketTimeoutException.class, () -> source.recv(1));
        assertTrue(System.nanoTime() - start >= MOMENT.toNanos());
        assertThrows(SocketTimeoutException.class, () -> source.recv(0));
        ByteBuffer tooMuch = ByteBuffer.allocate(MORE_THAN_FITS);
        assertThrows(SocketTimeoutException.class, () -> sink.sendAll(tooMuch));
        byte[] sent = new byte[tooMuch.position()];
        assertEquals(sent.length, source.inputStream().readNBytes(sent, 0, sent.length));
        source.setTimeout(Duration.ZERO);
        assertThrows(SocketTimeoutException.class, () -> source.recv(1));
        sink.sendAll(bytes("late"));
        assertEquals("late", text(source.recv(10)));
    }

    @Test
    void aTimeoutThatIsNotHitLeavesNoTimer() throws Exception {
        GreenPipe source = source();
        source.setTimeout(Duration.ofHours(1));
        GreenThread<Void> reader = spawnLogging("reader", () -> source.recv(10));
        assertEquals(1, Hubs.getHub().timers().size());
        sink().sendAll(bytes("data"));
        reader.await();

        assertEquals(List.of(), Hubs.getHub().timers());
        assertEquals(List.of(), Hubs.getHub().listeners());
        assertEquals(List.of("reader: data"), log);
    }

    @Test
    void aKilledReaderLosesNothing() throws Exception {
        GreenPipe source = source();
        GreenThread<Void> reader = spawnLogging("reader", () -> source.recv(10));
        sink().sendAll(bytes("data"));
        reader.kill();
        spawnLogging("next", () -> source.recv(10)).await();

        assertEquals(List.of("reader was killed", "next: data"), log);
    }

    @Test
    void aSecondReaderIsRefused() throws Exception {
        GreenPipe source = source();
        GreenThread<Void> first = spawnLogging("first", () -> source.recv(10));

        assertThrows(IllegalStateException.class, () -> source.recv(10));
        sink().sendAll(bytes("data"));
        first.await();
        assertEquals(List.of("first: data"), log);
    }

    @Test
    void streamsOfTheJdkWorkOnIt() throws Exception {
        GreenThread<Void> writer = Eventlet.spawn(() -> {
            PrintStream out = new PrintStream(sink().outputStream(), true, StandardCharsets.UTF_8);
            out.println("first");
            Eventlet.sleep();
            out.println("größer");
            out.close();
        });
        BufferedReader in = new BufferedReader(new InputStreamReader(source().inputStream(), StandardCharsets.UTF_8));
        assertEquals(List.of("first", "größer"), in.lines().toList());
        in.close();
        writer.await();

        assertFalse(pipe.source().isOpen());
        assertFalse(pipe.sink().isOpen());
    }

    @Test
    void itsEndsMayBeOnTwoLoopsAndEachBelongsToItsOwn() throws Exception {
        byte[] data = new byte[MORE_THAN_FITS];
        new Random(4).nextBytes(data);
        GreenPipe source = source();
        OtherThread<Void> other = OtherThread.start("other loop", () -> {
            IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> source.recv(1));
            assertTrue(refusal.getMessage().contains('"' + FreshLoop.THREAD_NAME + '"'), refusal::getMessage);
            assertTrue(refusal.getMessage().contains("\"other loop\""), refusal::getMessage);
            assertThrows(IllegalStateException.class, source::close);
            assertThrows(IllegalStateException.class, () -> source.setTimeout(null));
            try (GreenPipe sink = sink()) {
                sink.sendAll(data);
            }
            return null;
        });

        assertArrayEquals(data, recvToTheEnd(source, data.length));
        other.join();
    }
}
