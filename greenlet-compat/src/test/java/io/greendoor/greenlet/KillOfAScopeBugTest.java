package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.greendoor.scheduler.Cancelled;
import io.greendoor.scheduler.Coroutines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class KillOfAScopeBugTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final List<String> log = new ArrayList<>();

    private void waitForEver(String name) {
        try {
            Coroutines.suspendCancellable(never -> {});
        } catch (Throwable thrown) {
            log.add(name + " got " + thrown.getClass().getSimpleName());
            throw thrown;
        }
    }

    @Test
    void aKillThatComesWhileACancelledScopeWaitsIsNotLost() {
        GreenThread<String> victim = Eventlet.spawn(() -> {
            try {
                Coroutines.coroutineScope(scope -> {
                    scope.launch(() -> Coroutines.nonCancellable(() -> {
                        Eventlet.sleep(MILLI.multipliedBy(20));
                        return null;
                    }));
                    Eventlet.sleep();
                    scope.cancel();
                    return null;
                });
            } catch (Cancelled cancelled) {
                log.add("cancelled");
            }
            return "lived on";
        });
        Eventlet.sleep();
        Eventlet.sleep();
        Eventlet.sleep();

        victim.kill();

        assertThrows(GreenletExit.class, victim::await);
        assertEquals(List.of(), log);
    }
}
