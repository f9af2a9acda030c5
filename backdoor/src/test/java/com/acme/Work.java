package com.acme;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.scheduler.Suspendable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What an application does for a long time, as its own code: nothing can stop it from outside. */
public final class Work {
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean over;

    public CountDownLatch begun() {
        return begun;
    }

    /** Lets all of it end. */
    public void end() {
        over = true;
    }

    public int compute() {
        begun.countDown();
        while (!over) {
            Thread.onSpinWait();
        }
        return 42;
    }

    @Suspendable
    public int waitStubbornly() {
        begun.countDown();
        while (!over) {
            try {
                Eventlet.sleep(Duration.ofMillis(10));
            } catch (Throwable thrown) {
                // goes on
            }
        }
        return 42;
    }

    public void printForever(PrintStream out) {
        while (!over) {
            out.println("and so on");
        }
    }

    /** Counts on it that no other task runs before it has ended. */
    @Suspendable
    public void atomically(List<? super String> log, Runnable part) {
        log.add("enter");
        part.run();
        log.add("leave");
    }
}
