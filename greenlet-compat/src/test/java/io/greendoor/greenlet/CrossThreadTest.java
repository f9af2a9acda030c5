package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/**
 * W-E7: what waits or wakes, called from a thread that does not own the loop, works, or fails at once by a message that
 * names both threads. The rows of the table are in {@link SharedRows} and its like.
 */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class CrossThreadTest {
    /** Whose public methods must all be in the table. */
    private static final List<Class<?>> COVERED = List.of(
            Event.class,
            GreenSemaphore.class,
            GreenBoundedSemaphore.class,
            GreenCappedSemaphore.class,
            GreenQueue.class,
            GreenPriorityQueue.class,
            GreenLifoQueue.class,
            GreenPool.class,
            GreenPile.class,
            Pool.class,
            Pool.Item.class,
            DagPool.class,
            GreenThread.class,
            Greenlet.class,
            io.greendoor.greenlet.Timeout.class,
            Tpool.class);

    private static List<CrossThreadRow> rows() {
        return Stream.of(SharedRows.all(), PoolRows.all(), OwnedRows.all(), SchedulerRows.all())
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void fromAPlainThread() {
        playAll(Caller.PLAIN_THREAD);
    }

    @Test
    void fromATaskOfAnotherLoop() {
        playAll(Caller.TASK_OF_ANOTHER_LOOP);
    }

    @Test
    void fromAVirtualThread() {
        playAll(Caller.VIRTUAL_THREAD);
    }

    @Test
    void fromAForkJoinPool() {
        playAll(Caller.FORK_JOIN_POOL);
    }

    private static void playAll(Caller caller) {
        assumeTrue(caller.exists(), "this JDK has none");
        List<Executable> plays = new ArrayList<>();
        for (CrossThreadRow row : rows()) {
            plays.add(() -> {
                try {
                    row.play(caller, FreshLoop.THREAD_NAME);
                } catch (Throwable thrown) {
                    throw new AssertionError(row + ": " + thrown.getMessage(), thrown);
                }
            });
        }
        assertAll(plays);
    }

    /** As virtual ones have none. */
    @Test
    void aThreadWithoutANameIsNamedByItsNumber() throws Exception {
        Greenlet greenlet = new Greenlet(args -> "ran");
        OtherThread<Object> nameless = OtherThread.start("", () -> {
            try {
                return greenlet.switchTo();
            } catch (GreenletError refusal) {
                return List.of(refusal.getMessage(), Thread.currentThread().getId());
            }
        });

        List<?> seen = (List<?>) nameless.join();
        String message = (String) seen.get(0);
        assertTrue(message.contains("current \"#" + seen.get(1) + "\", expected \"" + FreshLoop.THREAD_NAME), message);
    }

    @Test
    void noMethodIsLeftOut() {
        Set<String> shown =
                rows().stream().flatMap(row -> row.methods().stream()).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (Class<?> type : COVERED) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())
                        && !method.isSynthetic()
                        && !shown.contains(signature(type, method))) {
                    missing.add(signature(type, method));
                }
            }
        }

        assertEquals(Set.of(), missing, "methods without a row");
    }

    private static String signature(Class<?> type, Method method) {
        return type.getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"));
    }
}
