package io.greendoor.greenlet.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.Hubs;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.TaskSnapshot;
import java.time.Duration;
import java.util.List;

/** What a loop has left when all is over. */
@Suspendable
final class Left {
    private static final int PATIENCE = 1000;

    private Left() {}

    /** Fails if this thread's loop has a task, a timer or a listener. */
    // What a killed or failed task was ended by is logged by a task, which waits while another loop writes to that log.
    static void assertNothing() {
        Scheduler loop = Hubs.getHub();
        List<TaskSnapshot> tasks = loop.tasks();
        assertEquals(List.of(), tasks.stream().filter(task -> !isLogging(task)).toList());
        assertEquals(List.of(), loop.timers());
        assertEquals(List.of(), loop.listeners());
        for (int i = 0; i < PATIENCE && loop.tasks().stream().anyMatch(Left::isLogging); i++) {
            Eventlet.sleep(Duration.ofMillis(10));
        }
        assertEquals(List.of(), loop.tasks());
    }

    private static boolean isLogging(TaskSnapshot task) {
        return task.name().equals("what nobody caught");
    }
}
