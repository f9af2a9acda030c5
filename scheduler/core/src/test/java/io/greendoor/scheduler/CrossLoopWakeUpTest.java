package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CrossLoopWakeUpTest {

    /** The host's wake-up runs, and Selector.wakeup() takes a monitor, with the channel's spin lock held by a task. */
    @Test
    void aWakeUpThatHasToWaitForALockDoesNotLockUpTheSendersLoop() throws Exception {
        ReentrantLock hostsQueue = new ReentrantLock(); // as in a LinkedBlockingQueue, or an AWT event queue
        Channel<String> channel = Channel.rendezvous();
        CountDownLatch rests = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Thread host = new Thread(
                () -> {
                    Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
                    loop.onWakeUp(() -> {
                        hostsQueue.lock();
                        hostsQueue.unlock();
                    });
                    loop.start(PlainTasks.create(() -> channel.receive()));
                    loop.runReady();
                    hostsQueue.lock();
                    rests.countDown();
                    try {
                        Thread.sleep(300); // blocks on purpose: it holds the lock meanwhile
                    } catch (InterruptedException e) {
                        // goes on
                    }
                    hostsQueue.unlock();
                },
                "host");
        host.setDaemon(true);
        host.start();
        rests.await();
        CountDownLatch over = new CountDownLatch(1);
        Thread sender = new Thread(
                () -> {
                    Coroutines.coroutineScope(scope -> {
                        scope.launch(() -> channel.send("a"));
                        scope.launch(() -> channel.tryReceive());
                        return null;
                    });
                    over.countDown();
                },
                "sender");
        sender.setDaemon(true);
        sender.start();
        assertTrue(
                over.await(5, TimeUnit.SECONDS),
                "the sender's loop hangs in " + Arrays.toString(sender.getStackTrace()));
    }
}
