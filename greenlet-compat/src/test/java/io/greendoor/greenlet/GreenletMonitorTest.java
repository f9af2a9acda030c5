package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Switching while a monitor is held. A class of its own: an instrumenting engine may refuse the whole class. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletMonitorTest {
    private final List<String> log = new ArrayList<>();
    private final Object lock = new Object();

    @BeforeEach
    void onlyWhereAMonitorDoesNotPin() {
        String engine = System.getProperty("greendoor.engine", "");
        int jdk = Runtime.version().feature();
        assumeTrue(!engine.equals("quasar") && (jdk >= 24 || jdk < 21), "switching inside synchronized pins here");
    }

    @Test
    void aGreenletSwitchesInsideSynchronized() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            synchronized (lock) {
                log.add("inside");
                log.add("inside " + main.switchTo("out"));
                assertTrue(Thread.holdsLock(lock));
            }
            return "end";
        });

        log.add("main " + greenlet.switchTo());
        log.add("main " + greenlet.switchTo("again"));

        assertEquals(List.of("inside", "main out", "inside again", "main end"), log);
    }

    @Test
    void theRootSwitchesInsideSynchronized() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            log.add("greenlet");
            return main.switchTo("out");
        });

        synchronized (lock) {
            log.add("main " + greenlet.switchTo());
            log.add("main " + greenlet.switchTo("end"));
            assertTrue(Thread.holdsLock(lock));
        }

        assertEquals(List.of("greenlet", "main out", "main end"), log);
    }
}
