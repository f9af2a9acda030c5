package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.Order;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Type arguments of locals that other locals declare. */
@Timeout(120)
class TypedLocalsTest {

    /** As applications have it. */
    public static final class Shop {
        private Map<String, Order> orders = new HashMap<>(Map.of("a", new Order(1, "Ann", true, "tea")));

        public Map<String, Order> orders() {
            return orders;
        }

        public void replace() {
            orders = new HashMap<>(Map.of("b", new Order(2, "Bob", true, "tea", "jam")));
        }
    }

    private static final class Counts {
        @SuppressWarnings({"unused", "UnusedVariable"}) // read by reflection
        private final Map<Integer, Integer> counts;

        private Counts(Map<Integer, Integer> counts) {
            this.counts = counts;
        }
    }

    private record Queue(List<Order> orders) {}

    private final Shop shop = new Shop();
    private final Map<String, Object> locals = new ConcurrentHashMap<>(Map.of("shop", shop, "orders", shop.orders()));

    private static List<String> complete(Prompt prompt, String source) {
        return prompt.interpreter.complete(source, source.length()).continuations();
    }

    @Test
    void whatAnotherLocalDeclaresNeedsNoCast() {
        try (Prompt prompt = new Prompt(locals)) {
            assertEquals("10", prompt.type("orders.get(\"a\").getTotal()"));
            assertEquals("\"Ann\"", prompt.type("orders.values().iterator().next().getCustomer()"));
            assertTrue(prompt.type("orders.put(1, 2)").contains("incompatible types"));
        }
    }

    @Test
    void whatRunsAlreadyKeepsTheObjectOfWhichMoreIsKnown() {
        locals.remove("shop");
        try (Prompt prompt = new Prompt(locals)) {
            prompt.type("java.util.function.Supplier<Integer> count = () -> orders.size();");
            assertEquals("1", prompt.type("count.get()"));
            locals.put("shop", shop);
            assertEquals("10", prompt.type("orders.get(\"a\").getTotal()"));
            assertEquals("1", prompt.type("count.get()"));
        }
    }

    @Test
    void itsMembersComplete() {
        try (Prompt prompt = new Prompt(locals)) {
            assertEquals(List.of("getTotal()"), complete(prompt, "orders.get(\"a\").getT"));
            assertEquals(List.of("getCustomer()"), complete(prompt, "orders.values().stream().map(o -> o.getCus"));
        }
    }

    @Test
    void aPlainMapIsReadWhereTheCommandRuns() {
        try (Prompt prompt = new Prompt(new HashMap<>(locals))) {
            assertEquals("10", prompt.type("orders.get(\"a\").getTotal()"));
        }
    }

    /** A map that has its values by name only. */
    private final class Own extends AbstractMap<String, Object> {
        private boolean wasAsked;

        @Override
        public Set<Entry<String, Object>> entrySet() {
            wasAsked = true;
            throw new UnsupportedOperationException("by name only");
        }

        @Override
        public Object get(Object key) {
            return locals.get(key);
        }

        @Override
        public boolean containsKey(Object key) {
            return locals.containsKey(key);
        }
    }

    @Test
    void aMapOfTheApplicationsOwnIsAskedForWhatIsMentionedOnly() {
        Own own = new Own();
        try (Prompt prompt = new Prompt(own)) {
            assertTrue(prompt.type("orders.get(\"a\").getTotal()").contains("cannot find symbol"));
            assertEquals("true", prompt.type("shop != null"));
            assertEquals("10", prompt.type("orders.get(\"a\").getTotal()"));
        }
        assertFalse(own.wasAsked);
    }

    @Test
    void norIsOneBehindAViewOfTheJdks() {
        Own own = new Own();
        try (Prompt prompt = new Prompt(Collections.unmodifiableMap(own))) {
            assertEquals("10", prompt.type("shop == null ? 0 : orders.get(\"a\").getTotal()"));
        }
        assertFalse(own.wasAsked);
    }

    @Test
    void whoComesLaterDeclaresAsWell() {
        locals.remove("shop");
        try (Prompt prompt = new Prompt(locals)) {
            assertTrue(prompt.type("orders.get(\"a\").getTotal()").contains("cannot find symbol"));
            locals.put("shop", shop);
            assertEquals("10", prompt.type("orders.get(\"a\").getTotal()"));
        }
    }

    @Test
    void anotherObjectIsJudgedAnew() {
        try (Prompt prompt = new Prompt(locals)) {
            prompt.type("int total() { return orders.values().stream().mapToInt(o -> o.getTotal()).sum(); }");
            assertEquals("10", prompt.type("total()"));
            shop.replace();
            locals.put("orders", shop.orders());
            assertEquals("20", prompt.type("total()"));
            Map<Integer, Integer> counts = new HashMap<>(Map.of(1, 2));
            locals.put("orders", counts);
            locals.put("counts", new Counts(counts));
            assertEquals("3", prompt.type("orders.get(1) + 1"));
            locals.put("orders", new HashMap<>(Map.of('x', "y")));
            assertEquals("[y]", prompt.type("new ArrayList<>(orders.values())"));
        }
    }

    @Test
    void aMethodTypedBeforeIsCalledOnlyWithTheTypeArgumentsThatItWasTypedFor() {
        try (Prompt prompt = new Prompt(locals)) {
            prompt.type("int total() { return orders.values().stream().mapToInt(o -> o.getTotal()).sum(); }");
            locals.put("orders", new HashMap<>(Map.of("a", "no order")));
            assertTrue(prompt.type("total()").contains("cannot be invoked"), prompt.type("total()"));
            locals.put("orders", shop.orders());
            assertEquals("10", prompt.type("total()"));
        }
    }

    @Test
    void whatIsAssignedKeepsTheType() {
        try (Prompt prompt = new Prompt(locals)) {
            assertEquals("", prompt.type("orders = new HashMap<>(orders);"));
            assertNotSame(shop.orders(), locals.get("orders"));
            assertEquals("10", prompt.type("orders.get(\"a\").getTotal()"));
        }
    }

    @Test
    void whatTheJdkGivesToEverybodyIsDeclaredByNobody() {
        locals.put("shop", new Queue(List.of()));
        locals.put("names", List.of());
        try (Prompt prompt = new Prompt(locals)) {
            assertEquals("", prompt.type("names = List.of(\"a\");"));
            assertEquals(List.of("a"), locals.get("names"));
        }
    }

    @Test
    void aClassThatFitsIsStillJudgedByWhatIsDeclared() {
        try (Prompt prompt = new Prompt(locals)) {
            assertEquals("10", prompt.type("orders.get(\"a\").getTotal()"));
            locals.put("orders", new LinkedHashMap<>(Map.of("a", 5)));
            assertEquals("5", prompt.type("(int) orders.get(\"a\")"));
            locals.put("orders", new TreeMap<>(Map.of("a", 6)));
            assertEquals("6", prompt.type("(int) orders.get(\"a\")"));
        }
    }
}
