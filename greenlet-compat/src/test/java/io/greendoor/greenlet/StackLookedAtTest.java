package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Job;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.TaskSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That somebody looks at the tasks' stacks changes nothing. */
@Timeout(60)
class StackLookedAtTest {

    private static final long TIME = 2_000_000_000L;
    private final AtomicBoolean stop = new AtomicBoolean();
    private Thread looker;

    @BeforeEach
    void look() {
        assumeFalse(Scheduler.current().engine().equals("quasar"), "there another thread sees no stack");
        Scheduler loop = Scheduler.current();
        looker = new Thread(() -> {
            while (!stop.get()) {
                for (TaskSnapshot task : loop.tasks()) {
                    loop.stackTrace(task.number());
                }
            }
        });
        looker.start();
    }

    @AfterEach
    void lookNoMore() throws Exception {
        stop.set(true);
        if (looker != null) {
            looker.join();
        }
    }

    /** Wait.turn has delivered, the step did nothing because of the look, and the cancellation is laid over the element. */
    @Test
    void aCancelledReceiversElementIsNotLost() {
        Channel<Integer> channel = Channel.unlimited();
        Set<Integer> got = new HashSet<>();
        int sent = 0;
        long end = System.nanoTime() + TIME;
        int lost = 0;
        while (System.nanoTime() < end && lost == 0) {
            int element = sent++;
            Coroutines.supervisorScope(scope -> {
                List<Job> jobs = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    jobs.add(scope.launch(() -> got.add(channel.receive())));
                }
                Coroutines.yieldNow();
                // the receiver's entry, then the canceller, then the cancellations: delivered, not run, cancelled
                channel.trySend(element);
                scope.launch(() -> jobs.forEach(Job::cancel));
                return null;
            });
            Integer left = channel.tryReceive();
            if (left != null) {
                got.add(left);
            }
            lost += got.contains(element) ? 0 : 1;
            got.clear();
        }
        stop.set(true);
        assertEquals(0, lost, "lost one of " + sent);
    }

    @Test
    void killReturnsWhenTheVictimIsDead() {
        Event<String> never = new Event<>();
        long end = System.nanoTime() + TIME;
        int n = 0;
        int alive = 0;
        while (System.nanoTime() < end && alive == 0) {
            GreenThread<String> victim = Eventlet.spawn(() -> never.await());
            Eventlet.sleep();
            victim.kill();
            n++;
            alive += victim.isDead() ? 0 : 1;
        }
        stop.set(true);
        assertEquals(0, alive, "alive after kill() number " + n);
    }

    @Test
    void aSuspendedGreenletCanBeSwitchedTo() {
        long end = System.nanoTime() + TIME;
        int n = 0;
        Greenlet main = Greenlet.getCurrent();
        int[] count = {0};
        Greenlet counter = new Greenlet(args -> {
            while (true) {
                count[0]++;
                main.switchTo();
            }
        });
        try {
            while (System.nanoTime() < end) {
                counter.switchTo();
                n++;
                assertEquals(n, count[0]);
            }
        } finally {
            stop.set(true);
        }
    }
}
