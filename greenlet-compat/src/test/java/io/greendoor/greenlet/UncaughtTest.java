package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An exception that nobody can receive is logged through {@code System.Logger}, with its stack trace. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class UncaughtTest {
    private final IllegalStateException boom = new IllegalStateException("expected: nobody receives this");
    private final CapturedLog captured = new CapturedLog();

    @AfterEach
    void release() {
        captured.close();
    }

    @Test
    void aFailingSpawnNIsLogged() {
        Eventlet.spawnN(() -> {
            throw boom;
        });

        Eventlet.sleep();
        Eventlet.sleep();

        assertEquals(List.of(boom), captured.thrown());
    }

    @Test
    void aFailingCallbackIsLogged() {
        Hubs.getHub().execute(() -> {
            throw boom;
        });

        Eventlet.sleep();
        Eventlet.sleep();

        assertEquals(List.of(boom), captured.thrown());
    }

    @Test
    void aFailingLinkIsLogged() {
        GreenThread<String> thread = Eventlet.spawn(() -> "value");
        thread.link(done -> {
            throw boom;
        });

        assertEquals("value", thread.await());
        assertEquals(List.of(boom), captured.thrown());
    }

    @Test
    void aFailingTracerIsLogged() {
        Greenlet greenlet = new Greenlet(args -> null);
        Greenlet.setTrace((event, origin, target) -> {
            throw boom;
        });

        assertThrows(IllegalStateException.class, greenlet::switchTo);
        assertEquals(List.of(boom), captured.thrown());
    }

    @Test
    void anExitIsNotLogged() {
        Greenlet raw = Eventlet.spawnN(() -> {
            throw new GreenletExit();
        });
        GreenThread<Object> thread = Eventlet.spawn(() -> {
            throw new GreenletExit();
        });

        assertThrows(GreenletExit.class, thread::await);
        assertTrue(raw.isDead());
        assertEquals(List.of(), captured.thrown());
    }
}
