package io.greendoor.scheduler.quasar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A frame that cannot be left is named, with the cure, and nothing runs twice. */
@Timeout(20)
class FrameCheckTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final List<String> log = new ArrayList<>();

    @BeforeAll
    static void onlyWhereItRuns() {
        String obstacle = new QuasarEngine().obstacle();
        assumeTrue(obstacle == null, obstacle);
    }

    @Test
    void aMethodWithoutTheMark() {
        assertRefused(this::unmarked, "FrameCheckTest.unmarked", "mark io.greendoor", "with @Suspendable");
        assertEquals(List.of("before"), log);
    }

    private void unmarked() {
        log.add("before");
        Eventlet.sleep();
        log.add("after");
    }

    @Test
    void theTaskMayGoOnAfterTheException() {
        Eventlet.spawn(() -> {
                    assertThrowsHere();
                    Eventlet.sleep();
                    log.add("went on");
                })
                .await();

        assertEquals(List.of("before", "went on"), log);
    }

    private void assertThrowsHere() {
        assertThrows(IllegalStateException.class, this::unmarked);
    }

    @Test
    void theSecondTimeAsWell() {
        for (int i = 0; i < 3; i++) {
            assertRefused(this::unmarked, "unmarked");
        }
        assertEquals(List.of("before", "before", "before"), log);
    }

    @Test
    void aCallThroughATypeWithoutTheMark() {
        Plain plain = new Marked();

        assertRefused(
                () -> plain.go(log),
                "FrameCheckTest.lambda$",
                "Marked.go",
                "mark that type's method with @Suspendable");
        assertEquals(List.of("go"), log);
    }

    /** The first call is marked and has been seen to be right; the second must not hide behind it. */
    @Test
    void aCallThroughATypeWithoutTheMarkAfterOneThatIsRight() {
        Plain plain = new Marked();
        for (int i = 0; i < 3; i++) {
            assertRefused(() -> both(plain), "FrameCheckTest.both", "Marked.go");
        }
        assertEquals(List.of("first", "go", "first", "go", "first", "go"), log);
    }

    @Suspendable
    private void both(Plain plain) {
        first(log);
        plain.go(log);
    }

    @Suspendable
    private static void first(List<String> log) {
        Eventlet.sleep();
        log.add("first");
    }

    /** What Quasar records of the two stacks is the same but for whose frames they are. */
    @Test
    void aFrameWithoutTheMarkBetweenTwoThatLookAsIfTheyWereRight() {
        for (int i = 0; i < 3; i++) {
            Eventlet.spawn(() -> Eventlet.sleep(MOMENT)).await();
            assertRefused(() -> through(() -> Eventlet.sleep(MOMENT)), "FrameCheckTest.");
        }
        assertEquals(List.of("through", "through", "through"), log);
    }

    private void through(Task task) throws Exception {
        log.add("through");
        task.run();
    }

    @Test
    void aMethodThatIsCalledDirectlyOnceAndThroughTheJdkThen() {
        for (int i = 0; i < 3; i++) {
            Eventlet.spawn(this::slow).await();
            assertRefused(() -> List.of(1).forEach(each -> slow()), "the JDK's own code", "forEach");
        }
        assertEquals(List.of("slow", "slept", "slow", "slow", "slept", "slow", "slow", "slept", "slow"), log);
    }

    @Suspendable
    private void slow() {
        log.add("slow");
        Eventlet.sleep();
        log.add("slept");
    }

    private interface Plain {
        void go(List<String> log);
    }

    private static final class Marked implements Plain {
        @Override
        @Suspendable
        public void go(List<String> log) {
            log.add("go");
            Eventlet.sleep();
        }
    }

    @Test
    void aComparatorThatSortCalls() {
        assertRefused(
                () -> new ArrayList<>(List.of(2, 1)).sort((a, b) -> {
                    log.add("compare");
                    Eventlet.sleep();
                    return 0;
                }),
                "the JDK's own code",
                "java.util.TimSort");
        assertEquals(List.of("compare"), log);
    }

    @Test
    void aSynchronizedMethod() {
        assertRefused(this::locked, "while a monitor is held", "FrameCheckTest.locked", "GreenSemaphore");
    }

    @Suspendable
    private synchronized void locked() {
        Eventlet.sleep();
    }

    @Test
    void aSynchronizedBlock() {
        for (int i = 0; i < 2; i++) {
            assertRefused(this::lockedInside, "while a monitor is held", "FrameCheckTest.lockedInside");
        }
        assertEquals(List.of("inside", "inside"), log);
    }

    @Suspendable
    private void lockedInside() {
        synchronized (log) {
            log.add("inside");
            Eventlet.sleep();
        }
    }

    @Test
    void afterASynchronizedBlockIsFine() {
        Eventlet.spawn(this::lockedBefore).await();

        assertEquals(List.of("inside", "outside"), log);
    }

    @Suspendable
    private void lockedBefore() {
        synchronized (log) {
            log.add("inside");
        }
        Eventlet.sleep();
        log.add("outside");
    }

    @Test
    void aConstructor() {
        assertRefused(() -> new Slow(log), "constructor", "Slow");
    }

    private static final class Slow {
        Slow(List<String> log) {
            log.add("constructing");
            Eventlet.sleep();
        }
    }

    private static void assertRefused(Task task, String... words) {
        GreenThread<Void> thread = Eventlet.spawn(task);
        IllegalStateException refusal = assertThrows(IllegalStateException.class, thread::await);
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), refusal::getMessage);
        }
    }
}
