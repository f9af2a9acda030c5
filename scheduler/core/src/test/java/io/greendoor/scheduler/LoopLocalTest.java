package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class LoopLocalTest {
    private final TestLoop loop = TestLoop.in(new VirtualClock());
    private int made;
    private final LoopLocal<StringBuilder> local =
            LoopLocal.withInitial(() -> new StringBuilder("made " + ++made + " time"));

    @Test
    void allTasksOfALoopSeeTheSameValueWhichIsMadeWhenItIsFirstAskedFor() {
        loop.scheduler.adopt();
        Coroutine task =
                loop.spawn("task", () -> loop.log(local.get().append("!").toString()));
        loop.log("not made " + made);
        loop.join(task);

        assertEquals("made 1 time!", local.get().toString());
        assertEquals(List.of("0 ms: not made 0", "0 ms: made 1 time!"), loop.log);
    }

    @Test
    void anotherThreadsLoopHasItsOwn() throws Exception {
        loop.scheduler.adopt();
        StringBuilder mine = local.get();
        FutureTask<StringBuilder> other = new FutureTask<>(local::get);
        new Thread(other, "other").start();

        assertNotSame(mine, other.get());
        assertSame(mine, local.get());
    }
}
