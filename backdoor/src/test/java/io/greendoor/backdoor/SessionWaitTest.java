package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.greenlet.Eventlet;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed at the prompt may wait, wherever in it the wait stands; the application's tasks go on meanwhile. */
class SessionWaitTest extends AtTheDoor {
    private static final String PAUSE = "Eventlet.sleep(Duration.ofMillis(10))";

    private final AtomicInteger ticks = new AtomicInteger();

    @BeforeEach
    void tick() throws Exception {
        locals.put("ticks", ticks);
        door.run(() -> Eventlet.spawn(() -> {
            while (true) {
                Eventlet.sleep(Duration.ofMillis(1));
                ticks.incrementAndGet();
            }
        }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PAUSE + ";",
                "for (int i = 0; i < 3; i++) { " + PAUSE + "; }",
                "for (String s : List.of(\"a\", \"b\")) { " + PAUSE + "; }",
                "pause();",
                "pauses.run();",
                "pausing(2);",
                "new Pauser().pause();",
                "Eventlet.spawn(() -> { " + PAUSE + "; }).await();",
                "try { " + PAUSE + "; } finally { " + PAUSE + "; }",
            })
    void otherTasksGoOnWhileACommandWaits(String command) throws Exception {
        DoorClient client = door.client();
        client.type("void pause() { " + PAUSE + "; }");
        client.type("Runnable pauses = () -> " + PAUSE);
        client.type("int pausing(int times) { return times == 0 ? 0 : 1 + pausing(times - 1 + count()); }");
        client.type("int count() { " + PAUSE + "; return 0; }");
        client.type("class Pauser { void pause() { List.of(1).iterator().next(); " + PAUSE + "; } }");
        client.type("int before = ticks.get()");

        client.type("{ int first = ticks.get(); " + command + " before = ticks.get() - first; }");

        assertEquals("true\n", client.type("before > 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"seven\"", "List.of(7)"})
    void aMethodThatWaitsReturnsItsResult(String value) throws Exception {
        DoorClient client = door.client();
        client.type("<T> T late(T value) { " + PAUSE + "; return value; }");

        assertEquals(client.type(value), client.type("late(" + value + ")"));
    }
}
