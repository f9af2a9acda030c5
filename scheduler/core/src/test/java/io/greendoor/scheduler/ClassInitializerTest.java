package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A wait in a class initialiser works, or is refused where the engine cannot do it; it never stops the loop. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ClassInitializerTest {
    private static final Duration MOMENT = Duration.ofMillis(5);
    private static final Set<String> CANNOT = Set.of("loom", "quasar");

    // Each is initialised by one test, and once in a JVM.
    private static final class Yielding {
        static final String VALUE = afterWaiting(Coroutines::yieldNow);
    }

    private static final class Sleeping {
        static final String VALUE = afterWaiting(() -> Coroutines.delay(MOMENT));
    }

    private static final class Refused {
        static final String VALUE = afterWaiting(Coroutines::yieldNow);
    }

    @Suspendable
    private static String afterWaiting(Runnable wait) {
        wait.run();
        return "value";
    }

    @Test
    void whereTheEngineCanTheTaskWaits() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        assumeFalse(CANNOT.contains(loop.scheduler.engine()), "this engine cannot");
        Coroutine task =
                loop.spawn("task", () -> loop.log("yielded: " + Yielding.VALUE + ", slept: " + Sleeping.VALUE));
        Coroutine other = loop.spawn("other", () -> loop.log("other"));

        loop.join(task, other);

        assertEquals(List.of("other", "yielded: value, slept: value"), loop.log);
    }

    @Test
    void whereItCannotTheWaitIsRefusedByAMessageThatSaysWhyAndTheLoopGoesOn() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        assumeTrue(CANNOT.contains(loop.scheduler.engine()), "this engine can");
        Coroutine task = loop.spawn("task", () -> {
            try {
                loop.log(Refused.VALUE);
            } catch (ExceptionInInitializerError refused) {
                String why = refused.getCause().getMessage();
                assertTrue(why.contains("class initialiser") && why.contains("use the engine \"thread\""), why);
                loop.log("refused: " + refused.getCause().getClass().getSimpleName());
            }
            Coroutines.delay(MOMENT);
            loop.log("waited outside of it");
        });
        Coroutine other = loop.spawn("other", () -> {
            loop.log("other");
            Coroutines.delay(MOMENT.multipliedBy(4));
            loop.log("other again");
        });

        loop.join(task, other);

        assertEquals(
                List.of("refused: IllegalStateException", "other", "waited outside of it", "other again"), loop.log);
    }
}
