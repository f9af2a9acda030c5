package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.acme.App;
import com.acme.Order;
import com.acme.Service;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial") // nothing of it is written anywhere
class NameableTypeTest {
    private static final ClassLoader LOADER = NameableTypeTest.class.getClassLoader();

    private static String name(Object value) {
        return NameableType.of(value.getClass(), LOADER).text();
    }

    @Test
    void publicClassesAreNamedThemselves() {
        assertEquals("com.acme.App", name(new App()));
        assertEquals("com.acme.App.Nested", name(new App.Nested()));
        assertEquals("com.acme.App.Inner", name(new App().new Inner()));
        assertEquals("java.lang.Integer", name(1));
    }

    @Test
    void nonPublicClassesAreNamedBySuperclassOrInterface() {
        assertEquals("com.acme.App", name(App.hidden()));
        assertEquals("com.acme.Service", name(App.packagePrivate()));
        assertEquals("com.acme.Service", name(App.hiddenRecord()));
        assertEquals("com.acme.App", name(new App() {}));
        assertEquals("com.acme.App.Mode", name(App.Mode.FAST));
        assertEquals("java.lang.Object", name(new Object() {}));
        assertEquals("java.util.List<Object>", name(List.of(1, 2)));
        assertEquals("java.util.AbstractList<Object>", name(Arrays.asList(1, 2).subList(0, 1)));
        assertEquals("java.util.AbstractMap<Object, Object>", name(Map.of()));
    }

    @Test
    void lambdasAndProxiesAreNamedByTheirInterface() {
        assertEquals("java.lang.Runnable", name((Runnable & Serializable) () -> {}));
        assertEquals("com.acme.Service", name(Service.none()));
        Object proxy =
                Proxy.newProxyInstance(LOADER, new Class<?>[] {Serializable.class, Service.class}, (p, m, a) -> "");
        assertEquals("com.acme.Service", name(proxy));
    }

    @Test
    void typeArgumentsAreOpen() {
        assertEquals("java.util.concurrent.ConcurrentHashMap<Object, Object>", name(new ConcurrentHashMap<>()));
        assertEquals("java.util.EnumMap<?, Object>", name(new EnumMap<>(App.Mode.class)));
        assertEquals("com.acme.App.Box<Object, ?>", name(new App.Box<String, Integer>()));
        assertEquals("com.acme.App.Box<Object, ?>.Lid", name(new App.Box<String, Integer>().new Lid()));
        assertEquals("java.lang.Class<?>", name(String.class));
    }

    private static class Hidden extends App {}

    private static class Orders extends ArrayList<Order> {}

    private static class Batches<T> extends HashMap<T, List<? extends Order[]>> {}

    private static class DayBatches extends Batches<DayOfWeek> {}

    @SuppressWarnings("ComparableType") // as applications do
    private record ByWeight(int grams) implements Comparable<Service> {
        @Override
        public int compareTo(Service other) {
            return 0;
        }
    }

    @Test
    void argumentsThatTheClassItselfGivesAreKnown() {
        assertEquals("java.util.ArrayList<com.acme.Order>", name(new Orders()));
        assertEquals("java.util.ArrayList<com.acme.Order>", name(new ArrayList<Order>() {}));
        assertEquals(
                "java.util.HashMap<java.time.DayOfWeek, java.util.List<? extends com.acme.Order[]>>",
                name(new DayBatches()));
        assertEquals(
                "java.util.HashMap<Object, java.util.List<? extends com.acme.Order[]>>", name(new Batches<Integer>()));
        assertEquals("java.lang.Comparable<com.acme.Service>", name(new ByWeight(1)));
        assertEquals("java.util.function.Supplier<Object>", name((Supplier<Order>) () -> null));
        assertEquals("java.util.function.Supplier<java.lang.String>", name(new Supplier<String>() {
            @Override
            public String get() {
                return "";
            }
        }));
    }

    @Test
    void argumentsThatCannotBeNamedAreWildcards() {
        assertEquals("java.util.ArrayList<? extends com.acme.App>", name(new ArrayList<Hidden>() {}));
        assertEquals("java.util.ArrayList<?>", name(new ArrayList<List<Hidden>>() {}));
        assertEquals("java.util.ArrayList<?>", name(new ArrayList<App.Box<String, Integer>.Lid>() {}));
    }

    private static final class Ranked implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            return 0;
        }
    }

    @Test
    void aTypeThatIsItsOwnArgumentHasAnEnd() {
        assertEquals("java.lang.Comparable<?>", name(new Ranked()));
        assertEquals("java.util.ArrayList<?>", name(new ArrayList<Ranked>() {}));
    }

    @Test
    void whatTheCompilerDoesNotKnowIsOpenAtFirst() {
        NameableType known = NameableType.of(Orders.class, LOADER);
        NameableType open = known.wider(LOADER);
        assertEquals("java.util.ArrayList<Object>", open.text());
        assertEquals("java.util.AbstractList<Object>", open.wider(LOADER).text());
    }

    @Test
    void arraysGoByTheirComponents() {
        assertEquals("int[][]", name(new int[0][0]));
        assertEquals(
                "com.acme.Service[]",
                name(java.lang.reflect.Array.newInstance(App.packagePrivate().getClass(), 0)));
    }

    @Test
    void classOfAnotherLoaderIsNotNameable() throws Exception {
        URL[] urls = {App.class.getProtectionDomain().getCodeSource().getLocation()};
        try (URLClassLoader foreign = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = foreign.loadClass(App.class.getName());
            assertEquals("java.lang.Object", NameableType.of(type, LOADER).text());
            assertEquals("com.acme.App", NameableType.of(type, foreign).text());
        }
    }

    @Test
    void packageThatIsNotExportedIsNotNameable() {
        Class<?> internal = ClassLoader.getSystemClassLoader().getClass();
        assertEquals(
                "java.security.SecureClassLoader",
                NameableType.of(internal, LOADER).text());
    }
}
