package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ChannelTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();

    @Test
    void theSenderOfARendezvousWaitsForItsReceiver() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                channel.send("a");
                loop.log("sent a");
                channel.send("b");
                loop.log("sent b");
            });
            Coroutines.delay(MILLI);
            loop.log("got " + channel.receive());
            Coroutines.delay(MILLI);
            loop.log("got " + channel.receive());
            return null;
        });

        assertEquals(List.of("1 ms: got a", "1 ms: sent a", "2 ms: got b", "2 ms: sent b"), loop.log);
    }

    @Test
    void aBufferTakesSoManyElementsBeforeTheSenderWaits() {
        TestLoop loop = TestLoop.in(clock);
        Channel<Integer> channel = Channel.buffered(2);

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                for (int i = 0; i < 4; i++) {
                    channel.send(i);
                    loop.log("sent " + i);
                }
                channel.close();
            });
            Coroutines.delay(MILLI);
            for (int element : channel) {
                loop.log("got " + element);
            }
            return null;
        });

        assertEquals(
                List.of(
                        "0 ms: sent 0",
                        "0 ms: sent 1",
                        "1 ms: got 0",
                        "1 ms: got 1",
                        "1 ms: got 2",
                        "1 ms: sent 2",
                        "1 ms: sent 3",
                        "1 ms: got 3"),
                loop.log);
    }

    @Test
    void anUnlimitedChannelNeverMakesItsSenderWait() {
        TestLoop.in(clock);
        Channel<Integer> channel = Channel.unlimited();

        for (int i = 0; i < 10_000; i++) {
            channel.send(i);
        }
        channel.close();

        int expected = 0;
        for (int element : channel) {
            assertEquals(expected++, element);
        }
        assertEquals(10_000, expected);
    }

    @Test
    void aConflatedChannelKeepsTheLastElementOnly() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.conflated();

        channel.send("a");
        assertTrue(channel.trySend("b"));
        channel.send("c");
        loop.log(channel.receive());
        assertNull(channel.tryReceive());
        Coroutines.runBlocking(scope -> {
            scope.launch(() -> loop.log(channel.receive()));
            Coroutines.yieldNow();
            channel.send("d");
            channel.send("e");
            return null;
        });
        loop.log(channel.receive());

        assertEquals(List.of("0 ms: c", "0 ms: d", "0 ms: e"), loop.log);
    }

    @Test
    void waitingReceiversAreServedInTheOrderInWhichTheyCame() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();

        Coroutines.runBlocking(scope -> {
            for (int i = 0; i < 3; i++) {
                int number = i;
                scope.launch(() -> loop.log(number + " got " + channel.receive()));
            }
            Coroutines.yieldNow();
            assertTrue(channel.trySend("a"));
            channel.send("b");
            channel.send("c");
            assertFalse(channel.trySend("d"));
            return null;
        });

        assertEquals(List.of("0 ms: 0 got a", "0 ms: 1 got b", "0 ms: 2 got c"), loop.log);
    }

    @Test
    void waitingSendersAreServedInTheOrderInWhichTheyCame() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.buffered(1);

        Coroutines.runBlocking(scope -> {
            for (String element : List.of("a", "b", "c", "d")) {
                scope.launch(() -> {
                    channel.send(element);
                    loop.log("sent " + element);
                });
            }
            Coroutines.delay(MILLI);
            loop.log(channel.tryReceive() + channel.receive() + channel.receive() + channel.tryReceive());
            assertNull(channel.tryReceive());
            return null;
        });

        assertEquals(List.of("0 ms: sent a", "1 ms: abcd", "1 ms: sent b", "1 ms: sent c", "1 ms: sent d"), loop.log);
    }

    @Test
    void aReceiverThatComesLateDoesNotOvertakeOneThatWasServed() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> loop.log("first got " + channel.receive()));
            Coroutines.yieldNow();
            assertTrue(channel.trySend("a"));
            assertNull(channel.tryReceive());
            return null;
        });

        assertEquals(List.of("0 ms: first got a"), loop.log);
    }

    @Test
    void tryingNeverWaits() {
        TestLoop.in(clock);
        Channel<String> rendezvous = Channel.rendezvous();
        Channel<String> buffered = Channel.buffered(1);

        assertFalse(rendezvous.trySend("a"));
        assertNull(rendezvous.tryReceive());
        assertTrue(buffered.trySend("a"));
        assertFalse(buffered.trySend("b"));
        assertEquals("a", buffered.tryReceive());
        assertNull(buffered.tryReceive());
    }

    @Test
    void tryingWorksInACallbackOfTheLoop() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();
        loop.scheduler.schedule(MILLI, () -> loop.log("sent " + channel.trySend("a")));

        loop.log("got " + channel.receive());

        assertEquals(List.of("1 ms: sent true", "1 ms: got a"), loop.log);
    }

    @Test
    void nullIsNoElementAndCapacityIsPositive() {
        TestLoop.in(clock);
        Channel<String> channel = Channel.unlimited();

        assertThrows(NullPointerException.class, () -> channel.send(null));
        assertThrows(NullPointerException.class, () -> channel.trySend(null));
        assertThrows(NullPointerException.class, () -> channel.close(null));
        assertThrows(NullPointerException.class, () -> new Select<>().onSend(channel, null, () -> null));
        assertNull(channel.tryReceive());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Channel.buffered(-3))
                .getMessage()
                .contains("-3"));
        assertThrows(IllegalArgumentException.class, () -> Channel.buffered(0));
    }
}
