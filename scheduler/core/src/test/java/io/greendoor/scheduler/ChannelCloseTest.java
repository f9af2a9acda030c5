package io.greendoor.scheduler;

import static io.greendoor.scheduler.TaskAssertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ChannelCloseTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private final IOException cause = new IOException("cause");

    @Test
    void whatWasSentBeforeCanStillBeReceived() {
        TestLoop.in(clock);
        Channel<String> channel = Channel.buffered(2);
        channel.send("a");
        channel.send("b");

        channel.close();
        channel.close();

        assertEquals("a", channel.receive());
        assertEquals("b", channel.tryReceive());
        assertThrows(ChannelClosed.class, channel::receive);
        assertThrows(ChannelClosed.class, () -> channel.send("c"));
        assertFalse(channel.trySend("c"));
        assertNull(channel.tryReceive());
    }

    @Test
    void whoSentBeforeAndWaitsIsStillServed() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                channel.send("a");
                loop.log("sent");
            });
            Coroutines.yieldNow();
            channel.close();
            loop.log(channel.receive());
            assertThrows(ChannelClosed.class, channel::receive);
            return null;
        });

        assertEquals(List.of("0 ms: a", "0 ms: sent"), loop.log);
    }

    @Test
    void everyWaitingReceiverIsToldInOrder() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();

        Coroutines.runBlocking(scope -> {
            for (int i = 0; i < 3; i++) {
                int number = i;
                scope.launch(() -> {
                    assertThrows(ChannelClosed.class, channel::receive);
                    loop.log("told " + number);
                });
            }
            Coroutines.delay(MILLI);
            channel.close();
            return null;
        });

        assertEquals(List.of("1 ms: told 0", "1 ms: told 1", "1 ms: told 2"), loop.log);
    }

    @Test
    void theCauseIsThrownAsTheVerySameObjectAndTheFirstCloseCounts() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.buffered(1);

        Coroutines.runBlocking(scope -> {
            Channel<String> empty = Channel.rendezvous();
            scope.launch(() -> {
                assertSame(cause, assertThrows(Throwable.class, empty::receive));
                loop.log("receiver told");
            });
            Coroutines.yieldNow();
            empty.close(cause);
            return null;
        });
        channel.send("a");
        channel.close(cause);
        channel.close(new IOException("another"));
        channel.close();

        assertSame(cause, assertThrows(Throwable.class, () -> channel.send("b")));
        assertEquals("a", channel.receive());
        assertSame(cause, assertThrows(Throwable.class, channel::receive));
        assertEquals(List.of("0 ms: receiver told"), loop.log);
    }

    @Test
    void cancellingDropsWhatWasSentAndTellsEverybody() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.buffered(1);

        Coroutines.runBlocking(scope -> {
            channel.send("dropped");
            scope.launch(() -> {
                assertThrows(Cancelled.class, () -> channel.send("dropped too"));
                loop.log("sender told");
            });
            Coroutines.yieldNow();
            channel.cancel();
            channel.cancel();
            assertNull(channel.tryReceive());
            assertThrows(Cancelled.class, channel::receive);
            assertThrows(Cancelled.class, () -> channel.send("c"));
            assertTrue(scope.isActive());
            return null;
        });

        assertEquals(List.of("0 ms: sender told"), loop.log);
    }

    @Test
    void anIteratorEndsWithTheChannel() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                Iterator<String> each = channel.iterator();
                assertTrue(each.hasNext());
                assertTrue(each.hasNext());
                loop.log(each.next());
                loop.log(each.next());
                assertFalse(each.hasNext());
                assertThrows(NoSuchElementException.class, each::next);
            });
            channel.send("a");
            Coroutines.delay(MILLI);
            channel.send("b");
            channel.close();
            return null;
        });

        assertEquals(List.of("0 ms: a", "1 ms: b"), loop.log);
    }

    @Test
    void anIteratorThrowsTheCauseAtTheEnd() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.unlimited();
        channel.send("a");
        channel.close(cause);

        Iterator<String> each = channel.iterator();
        loop.log(each.next());
        assertSame(cause, assertThrows(Throwable.class, () -> assertFalse(each.hasNext())));
        assertSame(cause, assertThrows(Throwable.class, each::next));

        Channel<String> cancelled = Channel.unlimited();
        cancelled.cancel();
        assertThrows(Cancelled.class, () -> assertFalse(cancelled.iterator().hasNext()));
        assertEquals(List.of("0 ms: a"), loop.log);
    }

    @Test
    void aServedReceiverKeepsItsElementWhenTheChannelIsClosedBeforeItRuns() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> loop.log("got " + channel.receive()));
            Coroutines.yieldNow();
            channel.send("a");
            channel.close();
            return null;
        });

        assertEquals(List.of("0 ms: got a"), loop.log);
    }
}
