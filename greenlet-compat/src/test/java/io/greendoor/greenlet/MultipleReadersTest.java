package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** W-E9: a second reader is refused, or, where the loop was told so, waits for its turn. */
class MultipleReadersTest extends SocketTestCase {
    private static final int READ = SelectionKey.OP_READ;

    @Test
    void byDefaultASecondReaderIsRefused() throws Exception {
        try (Pair pair = connectedPair()) {
            spawnLogging("first", () -> pair.client().recv(10));
            IllegalStateException refusal = assertThrows(
                    IllegalStateException.class, () -> pair.client().recv(10));
            assertTrue(refusal.getMessage().contains("another task already waits to read"), refusal.getMessage());

            pair.server().sendAll(bytes("unharmed"));
            Eventlet.sleep(MOMENT);
        }

        assertEquals(List.of("first: unharmed"), log);
    }

    @Test
    void readersAreServedOneAtATimeInTheOrderInWhichTheyCame() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        try (Pair pair = connectedPair()) {
            List<GreenThread<Void>> readers = new ArrayList<>();
            for (String name : List.of("first", "second", "third", "fourth")) {
                readers.add(spawnLogging(name, () -> pair.client().recv(2)));
            }
            pair.server().sendAll(bytes("abc"));
            readers.get(1).await();
            log.add("two have read");
            Eventlet.sleep(MOMENT);
            pair.server().sendAll(bytes("defg"));
            readers.get(3).await();
        }

        assertEquals(List.of("first: ab", "second: c", "two have read", "third: de", "fourth: fg"), log);
    }

    @Test
    void oneThatReadsOnStandsInTheLineAgain() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        try (Pair pair = connectedPair()) {
            GreenThread<Void> a = spawnLogging("a", () -> readTwice(pair.client(), "a"));
            GreenThread<Void> b = spawnLogging("b", () -> readTwice(pair.client(), "b"));
            for (String each : List.of("1", "2", "3", "4")) {
                pair.server().sendAll(bytes(each));
                Eventlet.sleep(MOMENT);
            }
            a.await();
            b.await();
        }

        assertEquals(List.of("a got 1", "b got 2", "a got 3", "a: done", "b got 4", "b: done"), log);
    }

    @Suspendable
    private String readTwice(GreenSocket socket, String name) throws IOException {
        for (int i = 0; i < 2; i++) {
            log.add(name + " got " + text(socket.recv(1)));
        }
        return "done";
    }

    @Test
    void whoeverIsKilledLeavesTheLine() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        try (Pair pair = connectedPair()) {
            List<GreenThread<Void>> readers = new ArrayList<>();
            for (String name : List.of("first", "second", "third", "fourth")) {
                readers.add(spawnLogging(name, () -> pair.client().recv(1)));
            }
            readers.get(0).kill();
            readers.get(2).kill();
            pair.server().sendAll(bytes("xy"));
            readers.get(3).await();
        }

        assertEquals(List.of("first was killed", "third was killed", "second: x", "fourth: y"), log);
    }

    @Test
    void oneThatWasWokenAndDiesBeforeItReadsLeavesTheDataToTheNext() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        Pipe pipe = Pipes.open();
        List<GreenThread<Void>> readers = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            readers.add(spawnLogging(name, () -> readOne(pipe)));
        }
        Event<Void> killed = new Event<>();
        Eventlet.spawn(
                () -> { // at a gathering of the loop's the first one is woken; this task runs before it
                    pipe.sink().write(ByteBuffer.wrap(bytes("x")));
                    while (!isReady(readers.get(0))) {
                        Eventlet.sleep();
                    }
                    readers.get(0).kill();
                    killed.send(null);
                });

        killed.await();
        readers.get(1).await();

        assertEquals(List.of("first was killed", "second: x"), log);
        Pipes.close(pipe);
    }

    /** Whether it was woken, and has not run since. */
    private static boolean isReady(GreenThread<Void> thread) {
        long number = thread.coroutine().number();
        return Hubs.getHub().tasks().stream()
                .anyMatch(task ->
                        task.number() == number && task.state() == io.greendoor.scheduler.TaskSnapshot.State.READY);
    }

    @Test
    void eachHasItsOwnTimeout() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        Pipe pipe = Pipes.open();
        GreenThread<Void> first = spawnLogging("first", () -> timedRead(pipe, Duration.ofMillis(60)));
        GreenThread<Void> second = spawnLogging("second", () -> timedRead(pipe, Duration.ofMillis(20)));
        GreenThread<Void> third = spawnLogging("third", () -> readOne(pipe));
        second.await();
        first.await();
        pipe.sink().write(ByteBuffer.wrap(bytes("x")));
        third.await();

        assertEquals(List.of("second: timed out", "first: timed out", "third: x"), log);
        Pipes.close(pipe);
    }

    @Suspendable
    private static String timedRead(Pipe pipe, Duration timeout) {
        try {
            Hubs.trampoline(pipe.source(), READ, timeout);
            return "ready";
        } catch (io.greendoor.greenlet.Timeout expired) {
            return "timed out";
        }
    }

    @Suspendable
    private static String readOne(Pipe pipe) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        while (pipe.source().read(one) == 0) {
            Hubs.trampoline(pipe.source(), READ);
        }
        return text(one.array());
    }

    @Test
    void closingWakesAllOfThem() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        try (Pair pair = connectedPair()) {
            for (String name : List.of("first", "second", "third")) {
                spawnLogging(name, () -> pair.client().recv(1));
            }
            pair.client().close();
            Eventlet.sleep();
        }

        String closed = " threw SocketException: the socket was closed by another task while this one waited for it";
        assertEquals(List.of("first" + closed, "second" + closed, "third" + closed), log);
    }

    @Test
    void theEndOfTheStreamReachesAllOfThem() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        try (Pair pair = connectedPair()) {
            GreenThread<Void> last = null;
            for (String name : List.of("first", "second", "third")) {
                last = spawnLogging(name, () -> pair.client().recv(1).length);
            }
            pair.server().close();
            last.await();
        }

        assertEquals(List.of("first: 0", "second: 0", "third: 0"), log);
    }

    @Test
    void severalTasksMayAccept() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        try (GreenServerSocket listener = listen()) {
            List<GreenThread<Void>> acceptors = new ArrayList<>();
            for (String name : List.of("first", "second")) {
                acceptors.add(spawnLogging(name, () -> {
                    listener.accept().socket().close();
                    return "accepted";
                }));
            }
            for (GreenThread<Void> acceptor : acceptors) {
                SocketChannel.open(listener.localAddress()).close();
                acceptor.await();
            }
        }

        assertEquals(List.of("first: accepted", "second: accepted"), log);
    }

    @Test
    void writersAreServedToo() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        try (PlainPair pair = connectedToPlainPeer()) {
            byte[] large = new byte[4 << 20];
            GreenThread<Void> first = spawnLogging("first", () -> {
                pair.green().sendAll(large);
                return "sent";
            });
            GreenThread<Void> second = spawnLogging("second", () -> {
                pair.green().sendAll(large);
                return "sent";
            });
            OtherThread<Integer> peer = OtherThread.start("peer", () -> {
                int count = 0;
                ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
                while (count < 2 * large.length) {
                    count += pair.plain().read(chunk.clear());
                }
                return count;
            });
            first.await();
            second.await();

            assertEquals(2 * large.length, peer.join());
        }
    }

    @Test
    void allOfThemAreListed() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        Pipe pipe = Pipes.open();
        List<GreenThread<Void>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(spawnLogging("reader", () -> readOne(pipe)));
        }

        List<Long> numbers =
                readers.stream().map(reader -> reader.coroutine().number()).toList();
        assertEquals(
                numbers,
                Hubs.getHub().listeners().stream().map(each -> each.task()).toList());
        readers.forEach(GreenThread::kill);
        assertEquals(List.of(), Hubs.getHub().listeners());
        Pipes.close(pipe);
    }

    @Test
    void whileTheyWaitTheLoopIsIdle() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        try (Pair pair = connectedPair()) {
            for (String name : List.of("first", "second", "third")) {
                spawnLogging(name, () -> pair.client().recv(1));
            }
            pair.server().sendAll(bytes("xy")); // and one is left to wait
            Idle.assertUsesNoProcessor();
        }
    }

    @Test
    void itHoldsForOneLoopOnly() throws Exception {
        Debug.hubPreventMultipleReaders(false);

        OtherThread.run(() -> {
            Pipe pipe = Pipes.open();
            GreenThread<Void> first = Eventlet.spawn(() -> Hubs.trampoline(pipe.source(), READ));
            Eventlet.sleep();
            assertThrows(IllegalStateException.class, () -> Hubs.trampoline(pipe.source(), READ));
            first.kill();
            Pipes.close(pipe);
            return null;
        });
    }

    @Test
    void switchedOnAgainThoseWhoWaitAreServedAndNoOtherIsLetIn() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        try (Pair pair = connectedPair()) {
            spawnLogging("first", () -> pair.client().recv(1));
            GreenThread<Void> second =
                    spawnLogging("second", () -> pair.client().recv(1));
            Debug.hubPreventMultipleReaders(true);
            assertThrows(IllegalStateException.class, () -> pair.client().recv(1));
            pair.server().sendAll(bytes("xy"));
            second.await();
            spawnLogging("third", () -> pair.client().recv(1));
            assertThrows(IllegalStateException.class, () -> pair.client().recv(1));
        }

        assertEquals(List.of("first: x", "second: y"), log);
    }

    @Test
    void aClosedChannelRefusesThemAll() throws Exception {
        Debug.hubPreventMultipleReaders(false);
        Pipe pipe = Pipes.open();
        spawnLogging("first", () -> readOne(pipe));
        Pipes.close(pipe);

        assertThrows(ClosedChannelException.class, () -> Hubs.trampoline(pipe.source(), READ));
    }
}
