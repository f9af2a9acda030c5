package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** W-E15: what nobody catches is logged, through {@code System.Logger}, and not when the loop was told not to. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class HubExceptionsTest {
    private final IllegalStateException boom = new IllegalStateException("expected: nobody catches this");
    private final CapturedLog captured = new CapturedLog();

    @AfterEach
    void release() {
        captured.close();
    }

    @Test
    void whatATaskDiesOfIsLoggedByDefaultAsAnErrorWithItsStack() {
        failInATask();

        assertEquals(List.of(boom), captured.thrown());
        LogRecord entry = captured.entries.get(0);
        assertEquals(Level.SEVERE, entry.getLevel());
        assertTrue(entry.getMessage().contains('"' + FreshLoop.THREAD_NAME + '"'), entry.getMessage());
    }

    @Test
    void switchedOffNothingThatNobodyCatchesIsLogged() {
        Debug.hubExceptions(false);

        failInEachWay();

        assertEquals(List.of(), captured.thrown());
    }

    @Test
    void switchedOnAgainAllOfItIs() {
        Debug.hubExceptions(false);
        Debug.hubExceptions(true);

        failInEachWay();

        assertEquals(List.of(boom, boom, boom, boom, boom, boom), captured.thrown());
    }

    @Test
    void whoAwaitsTheTaskGetsItsExceptionAllTheSame() {
        Debug.hubExceptions(false);
        GreenThread<Object> thread = Eventlet.spawn(() -> {
            throw boom;
        });

        assertSame(boom, assertThrows(IllegalStateException.class, thread::await));
        assertEquals(List.of(), captured.thrown());
    }

    @Test
    void anExitIsNeverLoggedWhereverItIsThrown() {
        failInACallback(new GreenletExit());
        Eventlet.spawn(() -> "value").link(done -> {
            throw new GreenletExit();
        });
        Eventlet.spawnN(() -> {
            throw new GreenletExit();
        });
        Eventlet.sleep();
        Eventlet.sleep();

        assertEquals(List.of(), captured.thrown());
    }

    @Test
    void itHoldsForOneLoopOnly() throws Exception {
        Debug.hubExceptions(false);

        OtherThread.run(() -> {
            failInATask();
            return null;
        });
        failInATask();

        assertEquals(List.of(boom), captured.thrown());
    }

    @Test
    void aHandlerOfUncaughtExceptionsIsToldEvenIfNothingIsLogged() {
        List<Throwable> told = new ArrayList<>();
        Debug.hubExceptions(false);
        Eventlet.spawn(() -> {
                    UncaughtExceptionHandler.LOCAL.set(told::add);
                    failInATask();
                })
                .await();

        assertEquals(List.of(boom), told);
        assertEquals(List.of(), captured.thrown());
    }

    @Suspendable
    private void failInEachWay() {
        failInATask();
        failInACallback(boom);
        failInALink();
        failInPlace();
        failInASupervisor();
        failInACompletionHandler();
    }

    @Suspendable
    private void failInATask() {
        Eventlet.spawnN(() -> {
            throw boom;
        });
        Eventlet.sleep();
        Eventlet.sleep();
    }

    @Suspendable
    private static void failInACallback(Throwable thrown) {
        Hubs.getHub().execute(() -> {
            throw Sneaky.raise(thrown);
        });
        Eventlet.sleep();
    }

    @Suspendable
    private void failInALink() {
        GreenThread<String> thread = Eventlet.spawn(() -> "value");
        thread.link(done -> {
            throw boom;
        });
        thread.await();
    }

    /** A member of a full pool runs what it spawns itself. */
    @Suspendable
    private void failInPlace() {
        GreenPool pool = new GreenPool(1);
        pool.spawn(() -> pool.spawn(() -> {
                    throw boom;
                }))
                .await();
    }

    @Suspendable
    private void failInASupervisor() {
        Coroutines.supervisorScope(scope -> {
            scope.launch(() -> {
                throw boom;
            });
            return null;
        });
    }

    @Suspendable
    private void failInACompletionHandler() {
        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {}).invokeOnCompletion(thrown -> {
                throw boom;
            });
            return null;
        });
    }
}
