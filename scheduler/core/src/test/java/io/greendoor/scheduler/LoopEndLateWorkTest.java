package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopEndLateWorkTest {

    @Test
    void closingALoopWithAPendingStartTakesNoTime() {
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        loop.scheduleStart(Duration.ofHours(1), Coroutine.create((v, e) -> new Handover(loop.hub(), null, null)));
        long start = System.nanoTime();
        loop.close();
        long took = (System.nanoTime() - start) / 1_000_000;
        assertTrue(took < 1000, "close() took " + took + " ms");
    }

    /** A launch by another thread on a loop that has closed meanwhile is refused, or ends: nobody waits for it for ever. */
    @Test
    void aJobLaunchedOnALoopThatHasClosedEnds() throws Exception {
        java.util.concurrent.atomic.AtomicReference<CoroutineScope> scope =
                new java.util.concurrent.atomic.AtomicReference<>();
        java.util.concurrent.atomic.AtomicReference<Job> hung = new java.util.concurrent.atomic.AtomicReference<>();
        Thread owner = new Thread(() -> {
            Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
            loop.start(Coroutine.create((v, e) -> {
                try {
                    Coroutines.coroutineScope(s -> {
                        scope.set(s);
                        hung.set(s.launch(() -> {
                            while (true) { // does not end in time
                                try {
                                    Coroutines.nonCancellable(() -> {
                                        Coroutines.delay(Duration.ofHours(1));
                                        return null;
                                    });
                                } catch (Throwable again) {
                                    // goes on
                                }
                            }
                        }));
                        Coroutines.delay(Duration.ofHours(1));
                        return null;
                    });
                } catch (Throwable t) {
                    // ends
                }
                return new Handover(loop.hub(), null, null);
            }));
            Coroutines.yieldNow();
            Coroutines.yieldNow();
            loop.close();
        });
        owner.start();
        owner.join();
        CountDownLatch over = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            try {
                Job job = scope.get().launch(() -> {});
                job.join();
            } catch (RuntimeException refused) {
                // good
            }
            over.countDown();
        });
        waiter.setDaemon(true);
        waiter.start();
        assertTrue(over.await(3, TimeUnit.SECONDS));
    }

    /** A callback that execute() took, without an exception, is run, though the loop closes next. */
    @Test
    void aCallbackThatWasTakenIsRun() {
        AtomicBoolean ran = new AtomicBoolean();
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        loop.execute(() -> ran.set(true));
        loop.close();
        assertTrue(ran.get(), "dropped silently");
    }
}
