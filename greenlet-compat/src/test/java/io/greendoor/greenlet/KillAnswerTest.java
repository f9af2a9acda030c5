package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a victim may do with the exception that was to kill it. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class KillAnswerTest {
    private final List<String> log = new ArrayList<>();
    private final Event<String> never = new Event<>();

    @Test
    void aVictimThatBlocksWhileUnwindingIsStillAliveWhenKillReturns() {
        Event<Void> go = new Event<>();
        GreenThread<String> victim = Eventlet.spawn(() -> {
            try {
                return never.await();
            } finally {
                log.add("cleaning");
                go.await();
                log.add("cleaned");
            }
        });
        Eventlet.sleep();

        victim.kill();
        log.add("kill returned, dead " + victim.isDead());
        go.send(null);

        assertThrows(GreenletExit.class, victim::await);
        assertEquals(List.of("cleaning", "kill returned, dead false", "cleaned"), log);
    }

    @Test
    void aVictimThatSwallowsTheKillReturnsItsValue() {
        GreenThread<String> victim = Eventlet.spawn(() -> {
            try {
                return never.await();
            } catch (GreenletExit swallowed) {
                return "value";
            }
        });
        Eventlet.sleep();

        victim.kill();

        assertEquals("value", victim.await());
    }

    @Test
    void aVictimMayAnswerWithAnotherError() {
        IllegalStateException answer = new IllegalStateException("answer");
        GreenThread<String> victim = Eventlet.spawn(() -> {
            try {
                return never.await();
            } catch (GreenletExit exit) {
                throw answer;
            }
        });
        Eventlet.sleep();

        victim.kill();

        assertSame(answer, assertThrows(Throwable.class, victim::await));
    }

    @Test
    void killThrowsOnce() {
        Event<String> go = new Event<>();
        GreenThread<String> victim = Eventlet.spawn(() -> {
            try {
                never.await();
            } catch (GreenletExit swallowed) {
                log.add("swallowed");
            }
            Eventlet.sleep();
            return go.await();
        });
        Eventlet.sleep();

        victim.kill();
        go.send("value");

        assertEquals("value", victim.await());
        assertEquals(List.of("swallowed"), log);
    }
}
