package io.greendoor.scheduler.testing;

import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Coroutines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A test in virtual time ends in real time, and says what it waited for. */
@EveryEngine
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class VirtualTimeLimitTest {
    private static final Duration LIMIT = Duration.ofMillis(100);

    private final List<String> log = new ArrayList<>();

    @Test
    void aTestThatWaitsForEverFailsAndSaysWhereEverybodyWaits() {
        Channel<String> empty = Channel.rendezvous();

        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> runTest(LIMIT, () -> {
                    Tasks.spawn(() -> {
                        Coroutines.nameTask("patience");
                        empty.receive();
                    });
                    Coroutines.delay(Duration.ofSeconds(3));
                    Channel.rendezvous().send("a word");
                }));

        String[] parts = failure.getMessage().split("\n(?!\t)", -1);
        assertEquals(
                "the test did not end within PT0.1S; its virtual time is PT3S, where it would stay: nobody waits for a"
                        + " deadline, but for other tasks, threads or channels",
                parts[0]);
        assertEquals(
                "its body, on \"" + Thread.currentThread().getName() + "\"",
                lines(parts[1]).get(0));
        assertShows(parts[1], "io.greendoor.scheduler.Channel.send(", getClass().getName());
        assertTrue(lines(parts[2]).get(0).matches("task \\d+ \\(patience\\) waits for .*"), parts[2]);
        assertShows(
                parts[2], "io.greendoor.scheduler.Channel.receive(", getClass().getName());
        assertEquals(3, parts.length);
    }

    private static List<String> lines(String part) {
        return List.of(part.split("\n", -1));
    }

    private static void assertShows(String part, String first, String second) {
        assertTrue(lines(part).get(1).contains(first), part);
        assertTrue(part.contains(second), part);
    }

    @Test
    void itsFinallyBlocksRun() {
        assertThrows(
                AssertionError.class,
                () -> runTest(LIMIT, () -> {
                    try {
                        Channel.rendezvous().receive();
                    } finally {
                        Coroutines.delay(Duration.ofSeconds(1));
                        log.add("finally, at " + VirtualTime.currentTime());
                    }
                }));

        assertEquals(List.of("finally, at PT1S"), log);
    }

    @Test
    void aTestWhoseTimeGoesOnForEverFails() {
        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> runTest(LIMIT, () -> {
                    Tasks.spawn(() -> {
                        while (true) {
                            Coroutines.delay(Duration.ofDays(1));
                        }
                    });
                    VirtualTime.advanceUntilIdle();
                }));

        assertTrue(lines(failure.getMessage()).get(0).endsWith(", and goes on"), failure.getMessage());
    }

    @Test
    void aTestWhoseTasksYieldForEverFails() {
        assertThrows(
                AssertionError.class,
                () -> runTest(LIMIT, () -> {
                    while (true) {
                        Coroutines.yieldNow();
                    }
                }));
    }

    @Test
    void childrenAreCancelled() {
        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> runTest(
                        LIMIT,
                        () -> Coroutines.coroutineScope(scope -> {
                            scope.launch(() -> {
                                try {
                                    Channel.rendezvous().receive();
                                } finally {
                                    log.add("child ends");
                                }
                            });
                            return null;
                        })));

        assertEquals(List.of("child ends"), log);
        assertTrue(failure.getMessage().startsWith("the test did not end within PT0.1S;"), failure.getMessage());
    }

    @Test
    void childrenThatRefuseAreToldALittleLater() {
        assertThrows(
                AssertionError.class,
                () -> runTest(
                        LIMIT,
                        () -> Coroutines.coroutineScope(scope -> {
                            scope.launch(() -> Coroutines.nonCancellable(Channel.rendezvous()::receive));
                            return null;
                        })));
    }

    @Test
    void aBodyThatSwallowsTheFailureFailsAllTheSame() {
        AssertionError[] swallowed = new AssertionError[1];

        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> runTest(LIMIT, () -> {
                    try {
                        Channel.rendezvous().receive();
                    } catch (AssertionError e) {
                        swallowed[0] = e;
                    }
                }));

        assertSame(swallowed[0], failure);
    }

    @Test
    void whatTheBodyMakesOfTheFailureIsSuppressedInIt() {
        IllegalStateException made = new IllegalStateException("made of it");

        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> runTest(LIMIT, () -> {
                    try {
                        Channel.rendezvous().receive();
                    } catch (AssertionError e) {
                        throw made;
                    }
                }));

        assertEquals(List.of(made), List.of(failure.getSuppressed()));
    }

    @Test
    void whatATaskDiedOfIsSuppressedInTheFailure() {
        IllegalStateException expected = new IllegalStateException("expected: the worker dies");

        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> runTest(LIMIT, () -> {
                    Tasks.spawn(() -> {
                        throw expected;
                    });
                    Channel.rendezvous().receive();
                }));

        assertEquals(List.of(expected), List.of(failure.getSuppressed()));
    }

    @Test
    void aBodyInABlockingCallIsInterrupted() {
        AssertionError failure =
                assertThrows(AssertionError.class, () -> runTest(LIMIT, () -> new CountDownLatch(1).await()));

        assertInstanceOf(InterruptedException.class, failure.getSuppressed()[0]);
    }

    @Test
    void aTestThatEndsInTimeIsLeftAlone() {
        runTest(LIMIT, () -> log.add("done"));

        assertEquals(List.of("done"), log);
    }

    @Test
    void aLimitIsMoreThanNothing() {
        assertEquals(
                "the limit must be more than nothing, and is PT0S",
                assertThrows(IllegalArgumentException.class, () -> runTest(Duration.ZERO, () -> {}))
                        .getMessage());
    }
}
