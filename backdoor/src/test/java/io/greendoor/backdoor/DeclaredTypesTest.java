package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.acme.App;
import com.acme.Order;
import java.lang.reflect.Field;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SuppressWarnings({"serial", "unused", "UnusedVariable"
}) // nothing of it is written anywhere; fields are read by reflection
class DeclaredTypesTest {
    private static final ClassLoader LOADER = DeclaredTypesTest.class.getClassLoader();

    /** What {@code value} is declared as by what {@code roots} hold; null if by nobody. */
    private static @Nullable String declared(Object value, Object... roots) {
        Class<?> type = NameableType.of(value.getClass(), LOADER).type();
        NameableType better = DeclaredTypes.by(List.of(roots), new InitialisedClasses(), LOADER)
                .typeOf(value, type);
        return better == null ? null : better.text();
    }

    private static class Base<T> {
        private final Set<T> offers = new TreeSet<>();
    }

    private record Ledger(Deque<Order> entries) {}

    private static final class Shop extends Base<Order> {
        private final Map<String, Order> orders = new HashMap<>();
        private final Map<String, Order> view = Collections.unmodifiableMap(orders);
        private final Map<App.Mode, List<? extends Order[]>> batches = new EnumMap<>(App.Mode.class);
        private final Supplier<Order> next = () -> new Order(1, "Ann", true);
        private final Ledger ledger = new Ledger(new ArrayDeque<>());
        private final Supplier<Ledger> far = new AtomicReference<>(ledger)::get;
    }

    @Test
    void aPrivateFieldTellsWhatItsObjectsTypeArgumentsAre() {
        Shop shop = new Shop();
        assertEquals("java.util.HashMap<java.lang.String, com.acme.Order>", declared(shop.orders, shop));
        assertEquals("java.util.Map<java.lang.String, com.acme.Order>", declared(shop.view, shop));
        assertEquals(
                "java.util.EnumMap<com.acme.App.Mode, java.util.List<? extends com.acme.Order[]>>",
                declared(shop.batches, shop));
        assertEquals("java.util.function.Supplier<com.acme.Order>", declared(shop.next, shop));
    }

    @Test
    void anEqualObjectIsNotTheSame() {
        assertNull(declared(new HashMap<>(), new Shop()));
    }

    @Test
    void aSuperclassKnowsItsVariablesByTheObjectsClass() {
        Shop shop = new Shop();
        assertEquals("java.util.TreeSet<com.acme.Order>", declared(((Base<Order>) shop).offers, shop));
    }

    @Test
    void aRecordsComponentTellsAndFieldsAreFollowedOneLevelDeep() {
        Shop shop = new Shop();
        assertEquals("java.util.ArrayDeque<com.acme.Order>", declared(shop.ledger.entries, shop.ledger));
        assertEquals("java.util.ArrayDeque<com.acme.Order>", declared(shop.ledger.entries, shop));
        Object deeper = new Object() {
            final Object shopAgain = new Object() {
                final Shop inner = shop;
            };
        };
        assertNull(declared(shop.ledger.entries, deeper));
    }

    private static final class Repository<T> {
        private final List<T> all = new ArrayList<>();
        private final Map<Integer, List<T>> pages = new HashMap<>();
    }

    private static final class Service {
        private final Repository<Order> repository = new Repository<>();
    }

    @Test
    void aGenericHolderKnowsItsVariablesByWhoHoldsIt() {
        Service service = new Service();
        assertEquals("java.util.ArrayList<com.acme.Order>", declared(service.repository.all, service));
        assertEquals(
                "java.util.HashMap<java.lang.Integer, java.util.List<com.acme.Order>>",
                declared(service.repository.pages, service.repository, service));
        assertNull(declared(service.repository.all, service.repository));
    }

    private static final class Both {
        private final Repository<Order> orders = new Repository<>();
        private final Repository<String> texts;

        @SuppressWarnings("unchecked")
        private Both() {
            Repository<?> same = orders;
            texts = (Repository<String>) same;
        }
    }

    @Test
    void aGenericHolderOfWhichOthersDisagreeTellsNothing() {
        Both both = new Both();
        assertNull(declared(both.orders.all, both));
        assertEquals("java.util.HashMap<java.lang.Integer, Object>", declared(both.orders.pages, both));
    }

    private static final class Nothing {
        private final List<Order> list = List.of();
        private final List<Order> copied = List.copyOf(new ArrayList<>());
        private final List<Order> collected = Stream.<Order>empty().toList();
        private final Set<Order> set = Set.of();
        private final Map<String, Order> map = Map.of();
        private final Optional<Order> optional = Optional.empty();
        private final List<Order> oldList = Collections.emptyList();
        private final Set<Order> oldSet = Collections.emptySet();
        private final Map<String, Order> oldMap = Collections.emptyMap();
        private final SortedSet<Order> sortedSet = Collections.emptySortedSet();
        private final SortedMap<String, Order> sortedMap = Collections.emptySortedMap();
        private final Iterator<Order> iterator = Collections.emptyIterator();
        private final Enumeration<Order> enumeration = Collections.emptyEnumeration();
        private final Function<Order, Order> same = Function.identity();
    }

    @Test
    void whatTheJdkGivesToEverybodyIsDeclaredByNobody() throws IllegalAccessException {
        Nothing nothing = new Nothing();
        for (Field field : Nothing.class.getDeclaredFields()) {
            assertNull(declared(field.get(nothing), nothing), field.getName());
        }
    }

    private static final class Node<T> {
        private Node<T> next = this;
        private final List<T> values = new ArrayList<>();
    }

    @Test
    void objectsThatHoldEachOtherHaveAnEnd() {
        Node<Order> node = new Node<>();
        assertNull(declared(node.values, node));
    }

    private static class Hidden extends App {}

    private static final class Secrets {
        private final Map<String, Hidden> byName = new HashMap<>();
        private final List<Hidden> all = new ArrayList<>();
        private final List<List<Hidden>> nested = new ArrayList<>();
        private final Map<String, ?> unknown = new HashMap<>();
    }

    @Test
    void whatCannotBeNamedStaysOpen() {
        Secrets secrets = new Secrets();
        assertEquals("java.util.HashMap<java.lang.String, Object>", declared(secrets.byName, secrets));
        assertEquals("java.util.HashMap<java.lang.String, Object>", declared(secrets.unknown, secrets));
        assertNull(declared(secrets.all, secrets));
        assertNull(declared(secrets.nested, secrets));
    }

    private static final class Shared {
        private final Comparator<String> words = Comparator.comparing(Function.identity());
        private final Object same = words;
        private final Function<String, String> text = same -> same;
        private final Function<Order, Order> order = Shared.<Order>as(text);
        private final Map<String, Order> exact = new HashMap<>();
        private final Map<String, ? extends Order> read = exact;
        private final Map<?, ?> any = exact;
        private final Map<String, ? extends Order> onlyRead = new HashMap<String, Order>();

        @SuppressWarnings("unchecked")
        private static <T> Function<T, T> as(Function<?, ?> same) {
            return (Function<T, T>) same;
        }
    }

    @Test
    void fieldsThatDisagreeTellNothing() {
        Shared shared = new Shared();
        assertNull(declared(shared.text, shared));
    }

    @Test
    void aTypeSaysMoreThanAWildcardAndThatMoreThanNothing() {
        Shared shared = new Shared();
        assertEquals("java.util.Comparator<java.lang.String>", declared(shared.words, shared));
        assertEquals("java.util.HashMap<java.lang.String, com.acme.Order>", declared(shared.exact, shared));
        assertEquals(
                "java.util.HashMap<java.lang.String, ? extends com.acme.Order>", declared(shared.onlyRead, shared));
    }

    /** Public, so that it is named itself. */
    public static class Grouped<G> extends HashMap<String, List<G>> {}

    public static class Twice<T> extends HashMap<T, T> {}

    public static class Tagged<K, V, T> extends HashMap<K, V> {}

    public static class Batch<E> implements Supplier<List<? super E>> {
        @Override
        public List<? super E> get() {
            return List.of();
        }
    }

    public static class CountedBatch<E> extends Batch<E> {
        public int count() {
            return 0;
        }
    }

    private static final class Subclasses {
        private final Map<String, List<Order>> grouped = new Grouped<Order>();
        private final Map<String, ? extends CharSequence> twice = new Twice<String>();
        private final Map<String, Order> tagged = new Tagged<String, Order, Integer>();
        private final Supplier<List<? super Order>> batch = new Batch<>();
        private final Supplier<List<? super Order>> counted = new CountedBatch<>();
    }

    @Test
    void argumentsAreCarriedDownToTheClassOfTheObject() {
        String test = "io.greendoor.backdoor.DeclaredTypesTest.";
        Subclasses held = new Subclasses();
        DeclaredTypes declared = DeclaredTypes.by(List.of(held), new InitialisedClasses(), LOADER);
        assertEquals(test + "Grouped<com.acme.Order>", text(declared.typeOf(held.grouped, Grouped.class)));
        assertEquals(
                test + "Tagged<java.lang.String, com.acme.Order, Object>",
                text(declared.typeOf(held.tagged, Tagged.class)));
        assertNull(declared.typeOf(held.twice, Twice.class));
    }

    @Test
    void whereTheyCannotBeTheDeclaredTypeItselfServesIfItOffersAll() {
        Subclasses held = new Subclasses();
        DeclaredTypes declared = DeclaredTypes.by(List.of(held), new InitialisedClasses(), LOADER);
        assertEquals(
                "java.util.function.Supplier<java.util.List<? super com.acme.Order>>",
                text(declared.typeOf(held.batch, Batch.class)));
        assertNull(declared.typeOf(held.counted, CountedBatch.class));
    }

    private static @Nullable String text(@Nullable NameableType type) {
        return type == null ? null : type.text();
    }

    @Test
    void fieldsBehindTheFirstFiveHundredAreNotLookedAt() {
        List<Object> roots = new ArrayList<>();
        Shop last = new Shop();
        for (int i = 0; i < 500; i++) {
            roots.add(new Ledger(new ArrayDeque<>()));
        }
        assertNull(declared(last.orders, followed(roots, last)));
        assertEquals(
                "java.util.HashMap<java.lang.String, com.acme.Order>",
                declared(last.orders, followed(roots.subList(0, 490), last)));
    }

    private static Object[] followed(List<Object> first, Object last) {
        List<Object> all = new ArrayList<>(first);
        all.add(last);
        return all.toArray();
    }

    private static final class Registry extends Base<Order> {
        private static final Map<String, Order> ALL = new HashMap<>();
    }

    @Test
    void staticFieldsOfTheClassesTellAsWell() {
        Registry registry = new Registry();
        assertEquals("java.util.HashMap<java.lang.String, com.acme.Order>", declared(Registry.ALL, registry));
        assertNull(declared(Registry.ALL, new Object()));
    }

    /** Its static block is what runs the server. */
    private static final class Main {
        private static final Map<String, Order> ALL = new HashMap<>();

        static {
            MAIN.complete(new Main());
            MAPS.complete(ALL);
            OVER.join();
        }
    }

    private static final CompletableFuture<Object> MAIN = new CompletableFuture<>();
    private static final CompletableFuture<Object> MAPS = new CompletableFuture<>();
    private static final CompletableFuture<Object> OVER = new CompletableFuture<>();

    @Test
    @Timeout(60)
    void nobodyWaitsForAClassThatIsBeingInitialised() throws Exception {
        Thread server = new Thread(Main::new);
        server.start();
        InitialisedClasses initialised = new InitialisedClasses();
        Object main = MAIN.get();
        Object all = MAPS.get();
        try {
            for (int i = 0; i < 2; i++) {
                assertNull(DeclaredTypes.by(List.of(main), initialised, LOADER).typeOf(all, HashMap.class));
            }
            assertEquals(1, Threads.named("greendoor-statics").size());
        } finally {
            OVER.complete(main);
        }
        server.join();
        Await.until(() -> Threads.named("greendoor-statics").isEmpty(), () -> "it reads on");
        assertEquals(
                "java.util.HashMap<java.lang.String, com.acme.Order>",
                text(DeclaredTypes.by(List.of(main), initialised, LOADER).typeOf(all, HashMap.class)));
    }

    private static final class Hostile extends AbstractMap<String, String> {
        private final List<Order> orders = new ArrayList<>();

        @Override
        public Set<Entry<String, String>> entrySet() {
            throw new AssertionError("asked");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("asked");
        }

        @Override
        public boolean equals(Object other) {
            throw new AssertionError("asked");
        }
    }

    @Test
    void noCodeOfTheApplicationRuns() {
        Hostile hostile = new Hostile();
        Object holder = new Object() {
            final Map<String, String> held = hostile;
        };
        assertEquals("java.util.ArrayList<com.acme.Order>", declared(hostile.orders, hostile, holder));
    }
}
