package io.greendoor.greenlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tests of whatever waits for channels share: a log of what their tasks meet. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
abstract class LoggingTestCase {
    static final Duration MOMENT = Duration.ofMillis(20);

    final List<String> log = new ArrayList<>();

    /** Logs what a task's call gives, or what it throws. */
    @Suspendable
    GreenThread<Void> spawnLogging(String name, Call call) {
        GreenThread<Void> thread = Eventlet.spawn(() -> logOutcome(name, call));
        Eventlet.sleep();
        return thread;
    }

    @Suspendable
    void logOutcome(String name, Call call) {
        try {
            log.add(name + ": " + shown(call.call()));
        } catch (GreenletExit killed) {
            log.add(name + " was killed");
        } catch (Throwable thrown) {
            log.add(name + " threw " + thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
        }
    }

    private static Object shown(Object result) {
        return result instanceof byte[] bytes ? text(bytes) : result;
    }

    @FunctionalInterface
    interface Call {
        @Suspendable
        Object call() throws Exception;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
