package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.acme.Order;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reading an application's map. */
@Timeout(60)
class LocalValuesTest {

    private static final class Shop {
        private final List<Order> orders = new ArrayList<>();
    }

    private final Shop shop = new Shop();

    private static String typeOf(String name, Map<String, Object> map) throws Throwable {
        ClassLoader loader = LocalValuesTest.class.getClassLoader();
        return LocalValues.read(map, List.of(name), Callable::call, loader, new InitialisedClasses())
                .typeOf(name)
                .type()
                .text();
    }

    private <M extends Map<String, Object>> M filled(M map) {
        map.put("shop", shop);
        map.put("orders", shop.orders);
        return map;
    }

    @Test
    void whatIsNotMentionedDeclaresInTheUsualMaps() throws Throwable {
        for (Map<String, Object> map : List.<Map<String, Object>>of(
                new HashMap<>(), new LinkedHashMap<>(), new TreeMap<>(), new ConcurrentSkipListMap<>())) {
            assertEquals("java.util.ArrayList<com.acme.Order>", typeOf("orders", filled(map)));
        }
    }

    /** They may be synchronised, which a look at all their values is not. */
    @Test
    void otherMapsAreAskedForWhatIsMentionedOnly() throws Throwable {
        for (Map<String, Object> map : List.<Map<String, Object>>of(
                new Hashtable<>(), Collections.synchronizedMap(new HashMap<>()), new HashMap<>() {})) {
            assertEquals("java.util.ArrayList<Object>", typeOf("orders", filled(map)));
        }
    }

    @Test
    void neitherIsAMapOfTheApplicationsOwnBehindOneOfTheJdks() throws Throwable {
        Map<String, Object> own = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                return filled(new HashMap<>()).entrySet();
            }

            @Override
            public Collection<Object> values() {
                throw new AssertionError("asked");
            }
        };
        assertEquals("java.util.ArrayList<Object>", typeOf("orders", Collections.unmodifiableMap(own)));
    }

    @Test
    void aMapThatIsChangedMeanwhileIsReadAllTheSame() throws Throwable {
        Map<String, Object> map = filled(new LinkedHashMap<>());
        for (int i = 0; i < 50; i++) {
            map.put("other" + i, i);
        }
        map.put("one", new Order(1, "Ann", true));
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            while (!over.get()) {
                map.put("coming", 1);
                map.remove("coming");
                begun.countDown();
            }
        });
        writer.start();
        Await.latch(begun);
        try {
            for (int i = 0; i < 10_000; i++) {
                assertEquals("com.acme.Order", typeOf("one", map));
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }
}
