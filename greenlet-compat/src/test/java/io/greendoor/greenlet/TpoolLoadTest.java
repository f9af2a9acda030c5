package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pool that many ask at once, and that is ended meanwhile. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class TpoolLoadTest {
    @Test
    void everyJobOfManyTasksIsAnswered() {
        List<GreenThread<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tasks.add(Eventlet.spawn(() -> sumOfJobs(100)));
        }

        for (GreenThread<Integer> task : tasks) {
            assertEquals(100, task.await());
        }
    }

    @Test
    void endingThePoolMeanwhileLosesNoJob() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        OtherThread<Integer> asker = OtherThread.start("asker", () -> {
            try {
                return sumOfJobs(1000);
            } finally {
                done.countDown();
            }
        });
        while (done.getCount() > 0) {
            Tpool.killAll();
            Eventlet.sleep();
        }

        assertEquals(1000, asker.join());
    }

    @Suspendable
    private static int sumOfJobs(int jobs) {
        int sum = 0;
        for (int i = 0; i < jobs; i++) {
            sum += Tpool.execute(() -> 1);
        }
        return sum;
    }
}
