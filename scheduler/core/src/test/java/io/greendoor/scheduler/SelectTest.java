package io.greendoor.scheduler;

import static io.greendoor.scheduler.TaskAssertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class SelectTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private final Channel<String> first = Channel.rendezvous();
    private final Channel<String> second = Channel.rendezvous();

    @Test
    void theClauseThatWasAddedFirstIsTakenWhenSeveralAreReady() {
        TestLoop.in(clock);
        Channel<String> a = Channel.unlimited();
        Channel<String> b = Channel.unlimited();
        a.send("a");
        b.send("b");

        assertEquals(
                "b",
                new Select<String>().onReceive(b, e -> e).onReceive(a, e -> e).select());
        assertEquals(
                "sent",
                new Select<String>()
                        .onSend(b, "b", () -> "sent")
                        .onReceive(a, e -> e)
                        .select());
        assertEquals(
                "time",
                new Select<String>()
                        .onTimeout(Duration.ZERO, () -> "time")
                        .onReceive(a, e -> e)
                        .select());
        assertEquals(
                "a",
                new Select<String>()
                        .onReceive(a, e -> e)
                        .onTimeout(Duration.ZERO, () -> "time")
                        .select());
        assertEquals("b", b.tryReceive());
        assertNull(b.tryReceive());
        assertNull(a.tryReceive());
    }

    @Test
    void itWaitsForTheFirstThatIsReady() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                Coroutines.delay(MILLI);
                second.send("element");
                loop.log("sent");
            });
            loop.log(new Select<String>()
                    .onReceive(first, e -> "first " + e)
                    .onReceive(second, e -> "second " + e)
                    .onTimeout(MILLI.multipliedBy(5), () -> "time")
                    .select());
            Coroutines.delay(MILLI);
            return null;
        });

        assertEquals(List.of("1 ms: sent", "1 ms: second element"), loop.log);
        assertEquals(List.of(MILLI, MILLI), clock.jumps());
    }

    @Test
    void aSendIsServedByAReceiverThatComesLater() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> loop.log(new Select<String>()
                    .onSend(first, "to first", () -> "sent to first")
                    .onSend(second, "to second", () -> "sent to second")
                    .select()));
            Coroutines.delay(MILLI);
            loop.log("got " + second.receive());
            assertNull(first.tryReceive());
            assertNull(second.tryReceive());
            return null;
        });

        assertEquals(List.of("1 ms: got to second", "1 ms: sent to second"), loop.log);
    }

    @Test
    void itAwaitsATask() {
        TestLoop loop = TestLoop.in(clock);
        IOException failure = new IOException("failure");

        Coroutines.supervisorScope(scope -> {
            Deferred<String> slow = scope.async(() -> {
                Coroutines.delay(MILLI.multipliedBy(2));
                return null;
            });
            Deferred<String> failing = scope.async(() -> {
                Coroutines.delay(MILLI);
                throw failure;
            });
            assertSame(
                    failure,
                    assertThrows(
                            Throwable.class,
                            () -> new Select<String>()
                                    .onAwait(slow, e -> "slow")
                                    .onAwait(failing, e -> "never")
                                    .select()));
            loop.log(new Select<String>().onAwait(slow, e -> "slow " + e).select());
            loop.log(new Select<String>().onAwait(slow, e -> "again " + e).select());
            return null;
        });

        assertEquals(List.of("2 ms: slow null", "2 ms: again null"), loop.log);
    }

    @Test
    void aTimeoutLeavesNothingBehind() {
        TestLoop loop = TestLoop.in(clock);

        loop.log(new Select<String>()
                .onReceive(first, e -> "never")
                .onSend(second, "never", () -> "never")
                .onTimeout(MILLI.multipliedBy(2), () -> "late")
                .onTimeout(MILLI, () -> "time")
                .select());
        assertFalse(first.trySend("element"));
        assertNull(second.tryReceive());
        Coroutines.delay(MILLI.multipliedBy(5));

        assertEquals(List.of("1 ms: time"), loop.log);
        assertEquals(List.of(MILLI, MILLI.multipliedBy(5)), clock.jumps());
    }

    @Test
    void aClosedChannelIsReady() {
        TestLoop loop = TestLoop.in(clock);
        IOException cause = new IOException("cause");
        Channel<String> closed = Channel.rendezvous();
        closed.close(cause);

        assertSame(
                cause,
                assertThrows(
                        Throwable.class,
                        () -> new Select<>().onReceive(closed, e -> null).select()));
        assertSame(
                cause,
                assertThrows(
                        Throwable.class,
                        () -> new Select<>().onSend(closed, "a", () -> null).select()));
        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                loop.log(new Select<String>()
                        .onReceiveOrClosed(first, e -> e, () -> "closed")
                        .select());
                assertThrows(
                        ChannelClosed.class,
                        () -> new Select<String>().onReceive(first, e -> e).select());
            });
            scope.launch(() -> assertThrows(
                    ChannelClosed.class,
                    () -> new Select<String>().onReceive(first, e -> e).select()));
            Coroutines.delay(MILLI);
            first.close();
            return null;
        });

        assertEquals(List.of("1 ms: closed"), loop.log);
    }

    @Test
    void aCancelledChannelTellsAWaitingSelectThatSends() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                assertThrows(
                        Cancelled.class,
                        () -> new Select<String>()
                                .onSend(first, "a", () -> "never")
                                .select());
                loop.log("told");
            });
            Coroutines.yieldNow();
            first.cancel();
            return null;
        });

        assertEquals(List.of("0 ms: told"), loop.log);
    }

    @Test
    void aSelectThatIsCancelledAfterItWasServedGivesTheElementBack() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job selecting = scope.launch(() -> loop.log(new Select<String>()
                    .onReceive(first, e -> "never " + e)
                    .onReceive(second, e -> "never " + e)
                    .select()));
            Coroutines.yieldNow();
            second.send("element");
            selecting.cancel();
            selecting.join();
            loop.log(first.tryReceive() + " " + second.tryReceive() + " " + second.tryReceive());
            return null;
        });

        assertEquals(List.of("0 ms: null element null"), loop.log);
    }

    @Test
    void selectsServeEachOther() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            for (String name : List.of("one", "two", "three", "four")) {
                scope.launch(() -> loop.log(name + " "
                        + new Select<String>()
                                .onSend(first, "from " + name, () -> "sent")
                                .onReceive(first, e -> "got " + e)
                                .select()));
            }
            return null;
        });

        assertEquals(4, loop.log.size(), loop.log.toString());
        assertEquals(2, loop.log.stream().filter(line -> line.endsWith(" sent")).count(), loop.log.toString());
        assertNull(first.tryReceive());
        assertFalse(first.trySend("nobody"));
    }

    @Test
    void whatAClauseThrowsIsThrownAndItMayWait() {
        TestLoop loop = TestLoop.in(clock);
        IOException failure = new IOException("failure");

        assertSame(
                failure,
                assertThrows(
                        Throwable.class,
                        () -> new Select<>()
                                .onTimeout(MILLI, () -> {
                                    Coroutines.delay(MILLI);
                                    throw failure;
                                })
                                .select()));

        loop.log("thrown");
        assertEquals(List.of("2 ms: thrown"), loop.log);
        assertThrows(IllegalStateException.class, () -> new Select<>().select());
    }
}
