package io.greendoor.backdoor;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.TaskSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A loop on a thread of its own, and the commands about the process that look at it from the test's thread. */
final class ProcessFixture implements AutoCloseable {

    final LoopThread thread = new LoopThread("process-loop");
    final Scheduler loop = thread.run(Scheduler::current);
    final Leases leases = new Leases();
    final List<PromptCommand> commands;
    private final CountDownLatch release = new CountDownLatch(1);

    /** A client without a terminal. */
    ProcessFixture() throws Exception {
        this(new PlainScreen());
    }

    ProcessFixture(Screen screen) throws Exception {
        commands = ProcessCommands.of(loop, screen, leases);
    }

    /** What a command's line like {@code ps sort:age} prints. */
    String type(String line) throws Exception {
        return CommandCall.answer(commands, line);
    }

    /** Starts a task that sleeps for long, once it has its name; its number. */
    long sleeper(String name) throws Exception {
        thread.run(() -> {
            spawnSleeper(name);
            Eventlet.sleep(Duration.ofMillis(1));
            return null;
        });
        return task(name).number();
    }

    /** On the loop. */
    static void spawnSleeper(String name) {
        Eventlet.spawn(() -> {
            Coroutines.nameTask(name);
            Eventlet.sleep(Duration.ofDays(1));
            return null;
        });
    }

    TaskSnapshot task(String name) {
        return loop.tasks().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + loop.tasks()));
    }

    boolean has(long number) {
        return loop.tasks().stream().anyMatch(task -> task.number() == number);
    }

    /** Lets a task named {@code hog} hold the loop until {@link #release}; returns when it does. */
    void hold() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        loop.execute(() -> Eventlet.spawnN(() -> {
            Coroutines.nameTask("hog");
            held.countDown();
            hog();
        }));
        Await.latch(held);
    }

    /** Computes, as what waits gives way on some engines. */
    private void hog() {
        while (release.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    void release() {
        release.countDown();
    }

    @Override
    public void close() {
        release();
        leases.close();
        thread.close();
    }

    /** That of a client that is no terminal. */
    static final class PlainScreen implements Screen {

        @Override
        public int width() {
            return 120;
        }

        @Override
        public int height() {
            return 0;
        }

        @Override
        public boolean isTerminal() {
            return false;
        }
    }
}
