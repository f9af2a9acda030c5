package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopEndEdgesTest {

    /** A task whose blocking call has just returned is in the inbox only; close() drops that, and the task never ends. */
    @Test
    void aTaskWhoseBlockingCallHasJustReturnedIsEnded() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        long start;
        try (Scheduler loop = Scheduler.open(LoopOptions.DEFAULT)) {
            loop.start(Coroutine.create((value, error) -> {
                try {
                    Thread.sleep(50); // a blocking call of the JDK's is what this is about
                } catch (InterruptedException e) {
                    // its end
                } finally {
                    ended.set(true);
                }
                return new Handover(loop.hub(), null, null);
            }));
            Coroutines.yieldNow();
            Thread.sleep(150); // blocks on purpose: the thread is busy, and the task can go on meanwhile
            start = System.nanoTime();
        }
        long took = (System.nanoTime() - start) / 1_000_000;
        assertTrue(ended.get(), "ended; close took " + took + " ms");
        assertTrue(took < 4000, "close took " + took + " ms");
    }

    /** What a task spawns in its finally block is told to end as well. */
    @Test
    void aTaskSpawnedByLastWordsIsEnded() {
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        try (Scheduler loop = Scheduler.open(LoopOptions.DEFAULT)) {
            loop.start(Coroutine.create((value, error) -> {
                try {
                    Coroutines.delay(Duration.ofHours(1));
                } catch (Throwable t) {
                    loop.start(Coroutine.create((v, e) -> {
                        begun.set(true);
                        try {
                            Coroutines.delay(Duration.ofHours(1));
                        } catch (Throwable exit) {
                            // ends
                        } finally {
                            ended.set(true);
                        }
                        return new Handover(loop.hub(), null, null);
                    }));
                    Coroutines.nonCancellable(() -> {
                        Coroutines.yieldNow();
                        return null;
                    });
                }
                return new Handover(loop.hub(), null, null);
            }));
            Coroutines.yieldNow();
        }
        assertTrue(begun.get());
        assertTrue(ended.get());
    }

    /** A body must not throw; one that does so all the same is over, and the loop's close() does not wait for it. */
    @Test
    void aBodyThatThrowsIsOver() {
        AtomicReference<Throwable> told = new AtomicReference<>();
        IllegalStateException thrown = new IllegalStateException("thrown by a test");
        Coroutine broken;
        try (Scheduler loop = Scheduler.open(LoopOptions.DEFAULT)) {
            UncaughtExceptionHandler.LOCAL.set(what -> {
                told.set(what);
                return true;
            });
            broken = Coroutine.create((value, error) -> {
                throw thrown;
            });
            loop.start(broken);
            Coroutines.yieldNow();
            assertTrue(broken.isDone());
        }
        assertSame(thrown, told.get());
    }

    /** Closing twice makes no new loop for the thread. */
    @Test
    void closingTwiceLeavesNoLoop() {
        Scheduler before = Scheduler.currentOrNull();
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        loop.close();
        loop.close();
        assertSame(before, Scheduler.currentOrNull());
    }

    /** A loop that was asked to close closes, although a task throws into the root at the same moment. */
    @Test
    void aLoopAskedToCloseCloses() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> alive = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
            loop.start(Coroutine.create((value, error) -> {
                loop.close(); // asks
                return new Handover(loop.root(), null, new IllegalStateException("a task's"));
            }));
            try {
                loop.run();
            } catch (Throwable t) {
                thrown.set(t);
            }
            alive.set(loop.isAlive());
        });
        thread.start();
        thread.join();
        assertFalse(alive.get(), "still open, thrown " + thrown.get());
    }

    @Test
    void aUserCannotRunACoroutinesLife() {
        try (Scheduler loop = Scheduler.open(LoopOptions.DEFAULT)) {
            AtomicBoolean ran = new AtomicBoolean();
            Coroutine coroutine = Coroutine.create((value, error) -> {
                ran.set(true);
                return new Handover(loop.hub(), null, null);
            });
            Throwable t = null;
            try {
                coroutine.run();
            } catch (Throwable x) {
                t = x;
            }
            boolean ok = loop.running() == loop.root();
            loop.trampoline().name(loop.root());
            assertFalse(ran.get(), "ran; the loop is sane: " + ok);
            assertTrue(t instanceof IllegalStateException);
        }
    }
}
