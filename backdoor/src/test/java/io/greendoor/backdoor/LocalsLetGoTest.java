package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.acme.Order;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session does not keep alive what the application has taken out of the locals. */
@Timeout(120)
class LocalsLetGoTest {
    private final Map<String, Object> locals = new ConcurrentHashMap<>();
    private final Prompt prompt = new Prompt(locals);

    @AfterEach
    void close() {
        prompt.close();
    }

    /** Puts it, and uses it at the prompt; nobody else has it. */
    private WeakReference<Object> used(Object value) {
        locals.put("big", value);
        assertEquals("true", prompt.type("big != null"));
        return new WeakReference<>(value);
    }

    private static void assertCollected(WeakReference<Object> reference) {
        Await.until(
                () -> {
                    System.gc();
                    return reference.get() == null;
                },
                () -> "it is still held");
    }

    @Test
    void anotherOfTheSameClassReplacesIt() {
        WeakReference<Object> first = used(new Order(1, "Ann", true));
        locals.put("big", new Order(2, "Bob", true));
        assertEquals("2", prompt.type("1 + 1"));
        assertCollected(first);
    }

    @Test
    void anotherOfTheSameClassReplacesItWhoseTypeArgumentsNobodyKnows() {
        WeakReference<Object> first = used(new ArrayList<>());
        locals.put("big", new ArrayList<>());
        assertEquals("2", prompt.type("1 + 1"));
        assertCollected(first);
    }

    @Test
    void oneOfAnotherClassReplacesIt() {
        prompt.type("Object get() { return big; }");
        WeakReference<Object> first = used(new ArrayList<>());
        locals.put("big", new TreeMap<>());
        assertEquals("{}", prompt.type("get()"));
        assertCollected(first);
    }

    @Test
    void itIsRemoved() {
        WeakReference<Object> first = used(new Order(1, "Ann", true));
        prompt.type("Object get() { return big; }");
        locals.remove("big");
        assertEquals("2", prompt.type("1 + 1"));
        assertCollected(first);
        locals.put("big", List.of(3));
        assertEquals("[3]", prompt.type("get()"));
    }

    @Test
    void theSessionDeclaresItsOwnOfTheName() {
        WeakReference<Object> first = used(new Order(1, "Ann", true));
        prompt.type("int big = 3;");
        locals.remove("big");
        assertEquals("3", prompt.type("big"));
        assertCollected(first);
    }
}
