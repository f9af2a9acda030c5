package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ContinuationUndeliveredEdgesTest {
    @Test
    void aWaitThatWasGivenUpWhileItWasBeingResumedHoldsNothingToGiveBack() throws Exception {
        int rounds = 100_000;
        int doubled = 0;
        CyclicBarrier barrier = new CyclicBarrier(2);
        AtomicReference<Wait<String>> wait = new AtomicReference<>();
        Queue<Boolean> resumed = new ConcurrentLinkedQueue<>();
        Coroutine waiter = Coroutine.current();
        Thread resumer = new Thread(() -> {
            try {
                for (int i = 0; i < rounds; i++) {
                    barrier.await();
                    resumed.add(wait.get().tryResume("element"));
                    barrier.await();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        resumer.setDaemon(true);

        resumer.start();
        for (int i = 0; i < rounds; i++) {
            String[] givenBack = {null};
            Wait<String> each = new Wait<>(waiter, "a test") {
                @Override
                void aborted(Object undelivered) {
                    givenBack[0] = (String) undelivered;
                }
            };
            wait.set(each);
            barrier.await();
            for (int spin = 0; spin < i % 50; spin++) {
                Thread.onSpinWait();
            }
            each.abort(new Cancelled("given up"));
            barrier.await();
            if (!resumed.remove() && givenBack[0] != null) {
                doubled++;
            }
        }

        // who resumes it was told that it did not work, and gives the element to another: it would be there twice
        assertEquals(0, doubled);
    }
}
