package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runCurrent;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** {@link DagPool}: green threads that depend on each other. */
@org.junit.jupiter.api.Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class DagPoolTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final IllegalStateException BOOM = new IllegalStateException("boom, as expected");

    private final List<String> log = new ArrayList<>();

    private void log(String event) {
        log.add(currentTime().toMillis() + " " + event);
    }

    /** Joins what it depends on, a second after it has that. */
    @Suspendable
    private String join(String key, Iterable<Map.Entry<String, String>> results) {
        StringBuilder joined = new StringBuilder(key).append('(');
        for (Map.Entry<String, String> each : results) {
            log(key + " gets " + each.getKey());
            joined.append(each.getValue());
        }
        Eventlet.sleep(SECOND);
        return joined.append(')').toString();
    }

    private static String fail(String key, Iterable<Map.Entry<String, String>> results) {
        throw BOOM;
    }

    @Test
    void eachGetsWhatItDependsOnAsItComes() {
        runTest(() -> {
            DagPool<String, String> pool = new DagPool<>(Map.of("a", "A"));
            pool.spawn("d", List.of("c", "b", "a"), this::join);
            pool.spawn("c", List.of("b"), this::join);
            pool.spawn("b", List.of("a"), this::join);
            Map<String, String> all = pool.waitAll();
            log("all");
            assertEquals(Map.of("a", "A", "b", "b(A)", "c", "c(b(A))", "d", "d(Ab(A)c(b(A)))"), all);
            assertEquals(all, pool.await());
            assertEquals(all, pool.items());
            assertEquals(Map.of("b", "b(A)"), pool.await(List.of("b")));
        });

        assertEquals(
                List.of("0 d gets a", "0 b gets a", "1000 d gets b", "1000 c gets b", "2000 d gets c", "3000 all"),
                log);
    }

    @Test
    void spawnManySpawnsAGraph() {
        runTest(() -> {
            DagPool<String, String> pool = new DagPool<>();
            Map<String, List<String>> graph = new HashMap<>();
            graph.put("a", List.of());
            graph.put("b", List.of("a"));
            pool.spawnMany(graph, this::join);
            assertEquals("b(a())", pool.get("b"));
        });
    }

    @Test
    void whatIsPostedLaterIsWaitedFor() {
        runTest(() -> {
            DagPool<String, String> pool = new DagPool<>();
            pool.spawn("b", List.of("a"), this::join);
            GreenThread<String> getter = Eventlet.spawn(() -> pool.get("b"));
            assertEquals("absent", pool.get("a", "absent"));
            Eventlet.sleep(SECOND);
            assertEquals(Map.of("b", Set.of("a")), pool.waitingFor());
            assertEquals(Set.of("a"), pool.waitingFor("b"));
            assertEquals(1, pool.waiting());
            pool.post("a", null);
            assertNull(pool.get("a", "absent"));
            assertEquals(0, pool.waiting());
            assertEquals(1, pool.running());
            assertEquals(Set.of("b"), pool.runningKeys());
            assertEquals(Set.of("a"), pool.keys());
            assertEquals("b(null)", getter.await());
            assertEquals(Set.of("a", "b"), pool.keys());
            assertEquals(Set.of(), pool.waitingFor("b"));
            assertEquals(0, pool.running());
        });
    }

    @Test
    void aKeyCannotBeGivenTwice() {
        runTest(() -> {
            DagPool<String, String> pool = new DagPool<>(Map.of("a", "A"));
            assertThrows(DagPool.Collision.class, () -> pool.spawn("a", List.of(), this::join));
            assertThrows(DagPool.Collision.class, () -> pool.post("a", "B"));
            pool.post("a", "B", true);
            assertEquals("B", pool.get("a"));
            pool.spawn("b", List.of(), this::join);
            assertThrows(DagPool.Collision.class, () -> pool.post("b", "B", true));
            assertThrows(DagPool.Collision.class, () -> pool.spawn("b", List.of(), this::join));
        });
    }

    @Test
    void aFailureGoesDownTheGraph() {
        runTest(() -> {
            DagPool<String, String> pool = new DagPool<>();
            pool.spawn("a", List.of(), DagPoolTest::fail);
            pool.spawn("b", List.of("a"), this::join);
            pool.spawn("c", List.of(), this::join);
            DagPool.PropagateError failed = assertThrows(DagPool.PropagateError.class, () -> pool.get("b"));
            assertEquals("b", failed.key());
            DagPool.PropagateError cause = (DagPool.PropagateError) failed.getCause();
            assertEquals("a", cause.key());
            assertSame(BOOM, cause.getCause());
            assertEquals("PropagateError(a): IllegalStateException: boom, as expected", cause.getMessage());
            assertThrows(DagPool.PropagateError.class, pool::waitAll);
            assertThrows(DagPool.PropagateError.class, pool::items);
            assertThrows(DagPool.PropagateError.class, () -> pool.get("a", "absent"));
        });
    }

    @Test
    void waitingForEachTellsSuccessFromFailure() {
        runTest(() -> {
            DagPool<String, String> pool = new DagPool<>();
            pool.spawn("slow", List.of(), this::join);
            pool.spawn("bad", List.of(), DagPoolTest::fail);
            List<String> told = new ArrayList<>();
            pool.waitEachSuccess().forEach(each -> told.add(each.getKey()));
            pool.waitEachException()
                    .forEach(each ->
                            told.add(each.getKey() + " " + each.getValue().getCause()));
            assertEquals(List.of("slow", "bad " + BOOM), told);
            pool.waitEachSuccess(List.of("bad")).forEach(each -> told.add("never"));
            pool.waitEachException(List.of("slow")).forEach(each -> told.add("never"));
            assertEquals(2, told.size());
            Iterator<Map.Entry<String, String>> each =
                    pool.waitEach(List.of("bad", "slow")).iterator();
            assertThrows(DagPool.PropagateError.class, each::next);
            assertEquals("slow", each.next().getKey());
            assertThrows(NoSuchElementException.class, each::next);
        });
    }

    @Test
    void eachComesWhenItIsThere() {
        runTest(() -> {
            DagPool<Integer, Integer> pool = new DagPool<>();
            for (int seconds : new int[] {3, 1, 2}) {
                pool.spawn(seconds, List.of(), (key, results) -> {
                    Eventlet.sleep(SECOND.multipliedBy(key));
                    return key;
                });
            }
            for (Map.Entry<Integer, Integer> each : pool.waitEach()) {
                log("got " + each.getValue());
            }
        });

        assertEquals(List.of("1000 got 1", "2000 got 2", "3000 got 3"), log);
    }

    @Test
    void aKilledKeyIsAsIfItHadNotBeenSpawned() {
        runTest(() -> {
            DagPool<String, String> pool = new DagPool<>();
            pool.spawn("a", List.of(), this::join);
            pool.spawn("never started", List.of(), this::join);
            GreenThread<String> getter = Eventlet.spawn(() -> pool.get("a"));
            pool.kill("never started");
            runCurrent();
            pool.kill("a");
            runCurrent();
            assertEquals(Set.of(), pool.keys());
            assertEquals(0, pool.running());
            pool.post("a", "posted");
            assertEquals("posted", getter.await());
        });
    }

    @Test
    void unknownKeysAndNullAreRefused() {
        runTest(() -> {
            DagPool<String, String> pool = new DagPool<>();
            assertThrows(NoSuchElementException.class, () -> pool.kill("a"));
            assertThrows(NoSuchElementException.class, () -> pool.waitingFor("a"));
            assertThrows(NullPointerException.class, () -> pool.post(null, "a"));
            assertThrows(NullPointerException.class, () -> pool.spawn("a", List.of(), null));
            assertEquals(Map.of(), pool.waitAll());
            assertThrows(Timeout.class, () -> Eventlet.withTimeout(SECOND, () -> pool.get("a")));
        });
    }
}
