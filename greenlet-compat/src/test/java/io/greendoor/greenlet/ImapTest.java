package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runCurrent;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** {@code imap}, {@code starmap} and {@link GreenPile}: results in the order of the work. */
@org.junit.jupiter.api.Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ImapTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();

    private void log(String event) {
        log.add(currentTime().toMillis() + " " + event);
    }

    @Suspendable
    private int slowly(int seconds) {
        log("begin " + seconds);
        Eventlet.sleep(SECOND.multipliedBy(seconds));
        return seconds;
    }

    private static Iterable<Integer> numbers(int end) {
        return () -> IntStream.range(0, end).iterator();
    }

    @Test
    void resultsComeInTheOrderOfTheItemsAndTheWorkIsDoneAtOnce() {
        runTest(() -> {
            for (int result : new GreenPool().imap(this::slowly, List.of(3, 1, 2))) {
                log("got " + result);
            }
        });

        assertEquals(List.of("0 begin 3", "0 begin 1", "0 begin 2", "3000 got 3", "3000 got 1", "3000 got 2"), log);
    }

    @Test
    void itLooksAheadNoFurtherThanThePoolsSize() {
        runTest(() -> {
            List<Integer> read = new ArrayList<>();
            Iterator<Integer> results = new GreenPool(2)
                    .imap(
                            item -> {
                                read.add(item);
                                return item;
                            },
                            numbers(10))
                    .iterator();
            runCurrent();
            assertEquals(List.of(0, 1), read);
            assertEquals(0, results.next());
            runCurrent();
            assertEquals(List.of(0, 1, 2), read);
        });
    }

    @Test
    void aFailingItemThrowsAtItsPlaceAndTheIterationGoesOn() {
        runTest(() -> {
            IllegalStateException boom = new IllegalStateException("expected: thrown by next()");
            Iterator<Integer> results = new GreenPool()
                    .imap(
                            item -> {
                                if (item != 1) {
                                    return item;
                                }
                                throw boom;
                            },
                            numbers(3))
                    .iterator();
            assertEquals(0, results.next());
            assertSame(boom, assertThrows(IllegalStateException.class, results::next));
            assertEquals(2, results.next());
            assertFalse(results.hasNext());
            assertThrows(NoSuchElementException.class, results::next);
        });
    }

    /** eventlet's consumer hangs. */
    @Test
    void whatTheInputThrowsReachesTheConsumerAfterTheResults() {
        runTest(() -> {
            IllegalStateException boom = new IllegalStateException("expected: the input's");
            Iterable<Integer> input = () -> IntStream.range(0, 5)
                    .map(item -> {
                        if (item == 2) {
                            throw boom;
                        }
                        return item;
                    })
                    .iterator();
            Iterator<Integer> results =
                    new GreenPool().imap(item -> item, input).iterator();
            assertEquals(0, results.next());
            assertEquals(1, results.next());
            assertSame(boom, assertThrows(IllegalStateException.class, results::next));
            assertFalse(results.hasNext());
        });
    }

    /** eventlet's imap works in a pool of its own, and waitall() returns early. */
    @Test
    void itsWorkIsCountedByThePool() {
        runTest(() -> {
            GreenPool pool = new GreenPool(2);
            Iterator<Integer> results = pool.imap(this::slowly, List.of(1, 1)).iterator();
            pool.waitAll();
            log("all ended");
            assertEquals(1, results.next());
            Iterable<Integer> more = pool.imap(this::slowly, List.of(2, 2));
            runCurrent();
            assertEquals(2, pool.running());
            assertEquals(0, pool.free());
            more.forEach(each -> log("got " + each));
            assertEquals(0, pool.running());
        });

        assertEquals(
                List.of(
                        "0 begin 1",
                        "0 begin 1",
                        "1000 all ended",
                        "1000 begin 2",
                        "1000 begin 2",
                        "3000 got 2",
                        "3000 got 2"),
                log);
    }

    @Test
    void waitingForThePoolDoesNotWaitForAConsumer() {
        runTest(() -> {
            GreenPool pool = new GreenPool(2);
            Iterable<Integer> results = pool.imap(this::slowly, List.of(1, 1, 1));
            pool.waitAll();
            log("two ended");
            int count = 0;
            for (int ignored : results) {
                count++;
            }
            assertEquals(3, count);
        });

        assertEquals("1000 two ended", log.get(2));
    }

    @Test
    void aMemberOfAFullPoolCanUseIt() {
        runTest(() -> {
            GreenPool pool = new GreenPool(1);
            GreenThread<Integer> member = pool.spawn(() -> {
                int sum = 0;
                for (int each : pool.imap(this::slowly, List.of(1, 2))) {
                    sum += each;
                }
                return sum;
            });
            assertEquals(3, member.await());
        });
    }

    @Test
    void inputThatWaitsKeepsNobodyFromTheResultsThatAreThere() {
        runTest(() -> {
            GreenQueue<Integer> queue = new GreenQueue<>();
            Iterable<Integer> input = () -> new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                @Suspendable
                public Integer next() {
                    return queue.get();
                }
            };
            Iterator<Integer> results =
                    new GreenPool(5).imap(item -> item * 2, input).iterator();
            queue.put(1);
            assertEquals(2, results.next());
            queue.put(2);
            assertEquals(4, results.next());
        });
    }

    @Test
    void starmapTakesArguments() {
        runTest(() -> {
            List<Object> results = new ArrayList<>();
            new GreenPool(1)
                    .starmap(args -> args.get(0) + "-" + args.get(1), List.of(Args.of(1, 2), Args.of("a", "b")))
                    .forEach(results::add);
            assertEquals(List.of("1-2", "a-b"), results);
            assertThrows(NullPointerException.class, () -> new GreenPool().imap(null, List.of()));
            assertFalse(new GreenPool().imap(item -> item, List.of()).iterator().hasNext());
        });
    }

    @Test
    void aPileGivesResultsInTheOrderOfItsSpawns() {
        runTest(() -> {
            GreenPile<Integer> pile = new GreenPile<>(2);
            for (int seconds : new int[] {3, 1, 2}) {
                pile.spawn(() -> slowly(seconds));
            }
            for (int result : pile) {
                log("got " + result);
            }
            assertFalse(pile.iterator().hasNext());
            pile.spawn(() -> 7);
            assertEquals(7, pile.iterator().next());
        });

        assertEquals(List.of("0 begin 3", "0 begin 1", "1000 begin 2", "3000 got 3", "3000 got 1", "3000 got 2"), log);
    }

    @Test
    void aFailingTaskOfAPileThrowsAtItsPlace() {
        runTest(() -> {
            GreenPile<Integer> pile = new GreenPile<>();
            pile.spawn(() -> 1);
            pile.spawn(() -> {
                throw new IllegalStateException("expected: thrown by next()");
            });
            pile.spawn(() -> null);
            Iterator<Integer> results = pile.iterator();
            assertEquals(1, results.next());
            assertThrows(IllegalStateException.class, results::next);
            assertEquals(null, results.next());
            assertThrows(NoSuchElementException.class, results::next);
        });
    }

    @Test
    void aSpawnOfAPileThatTimesOutLeavesNoGap() {
        runTest(() -> {
            GreenPile<Integer> pile = new GreenPile<>(1);
            pile.spawn(() -> slowly(2));
            assertThrows(
                    Timeout.class,
                    () -> Eventlet.withTimeout(SECOND, () -> {
                        pile.spawn(() -> 0);
                        return null;
                    }));
            pile.spawn(() -> slowly(1));
            List<Integer> results = new ArrayList<>();
            pile.forEach(results::add);
            assertEquals(List.of(2, 1), results);
        });
    }

    @Test
    void aConsumerThatTimesOutLosesNoResult() {
        runTest(() -> {
            GreenPile<Integer> pile = new GreenPile<>(1);
            pile.spawn(() -> slowly(2));
            Iterator<Integer> results = pile.iterator();
            assertThrows(Timeout.class, () -> Eventlet.withTimeout(SECOND, results::next));
            assertEquals(2, results.next());
            Iterator<Integer> mapped =
                    new GreenPool(1).imap(this::slowly, List.of(3)).iterator();
            assertThrows(Timeout.class, () -> Eventlet.withTimeout(SECOND, mapped::next));
            assertEquals(3, mapped.next());
        });
    }

    @Test
    void severalPilesShareOnePool() {
        runTest(() -> {
            GreenPool pool = new GreenPool(1);
            GreenPile<Integer> one = new GreenPile<>(pool);
            GreenPile<Integer> two = new GreenPile<>(pool);
            one.spawn(() -> slowly(1));
            two.spawn(() -> slowly(2));
            pool.waitAll();
            assertEquals(2, two.iterator().next());
            assertEquals(1, one.iterator().next());
        });
    }
}
