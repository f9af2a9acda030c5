package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One callback of the loop that switches to the root, by way of others, more than once. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class CallbackSwitchTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void eachValueArrivesInOrder() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet first = new Greenlet(args -> main.switchTo("one"));
        Greenlet second = new Greenlet(args -> main.switchTo("two"));
        Hubs.getHub().execute(() -> {
            first.switchTo();
            second.switchTo();
            log.add("callback ends");
        });

        log.add("root got " + awaitSwitch());
        log.add("root got " + awaitSwitch());

        assertEquals(List.of("callback ends", "root got one", "root got two"), log);
    }

    @Test
    void eachExceptionArrives() {
        Greenlet main = Greenlet.getCurrent();
        IllegalStateException one = new IllegalStateException("one");
        IllegalStateException two = new IllegalStateException("two");
        Hubs.getHub().execute(() -> {
            main.throwTo(one);
            main.throwTo(two);
            log.add("callback ends");
        });

        assertSame(one, assertThrows(Throwable.class, CallbackSwitchTest::awaitSwitch));
        assertSame(two, assertThrows(Throwable.class, CallbackSwitchTest::awaitSwitch));
        assertEquals(List.of("callback ends"), log);
    }

    @Test
    void whatIsReadyComesAfterTheRoot() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet first = new Greenlet(args -> main.switchTo("one"));
        Hubs.getHub().execute(first::switchTo);
        Eventlet.spawn(() -> {
            log.add("task");
        });

        log.add("root got " + awaitSwitch());
        Eventlet.sleep();

        assertEquals(List.of("root got one", "task"), log);
    }

    /** Lets the loop run until somebody switches here. */
    @Suspendable
    private static Object awaitSwitch() {
        return Coroutine.current().transfer(Hubs.getHub().hub(), null, null);
    }
}
