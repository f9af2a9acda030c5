package io.greendoor.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** For how long this JVM has stopped all its threads, for its collector mostly, as it counts that itself. */
// By counters of the JDK's own, as the public ones count whole milliseconds. Reading one costs some 50 ns.
final class Pauses {

    /** What a JVM needs that is to tell. */
    static final List<String> OPTIONS = List.of(
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=java.management/sun.management.counter=ALL-UNNAMED",
            "--add-opens=java.management/sun.management.counter.perf=ALL-UNNAMED");

    /** Until all stand still, and from then on. In ticks of the JVM's clock, which are nanoseconds. */
    private static final List<String> NAMES = List.of("sun.rt.safepointSyncTime", "sun.rt.safepointTime");

    private final List<Object> counters = new ArrayList<>();
    private final Method value;

    /** @throws IllegalStateException when this JVM does not tell */
    Pauses() {
        try {
            Object runtime =
                    call(Class.forName("sun.management.ManagementFactoryHelper"), null, "getHotspotRuntimeMBean");
            List<?> all = (List<?>)
                    call(Class.forName("sun.management.HotspotRuntimeMBean"), runtime, "getInternalRuntimeCounters");
            Class<?> counter = Class.forName("sun.management.counter.Counter");
            Map<String, Object> named = new TreeMap<>();
            for (Object each : all) {
                named.put(String.valueOf(call(counter, each, "getName")), each);
            }
            value = Class.forName("sun.management.counter.LongCounter").getMethod("longValue");
            value.setAccessible(true);
            for (String name : NAMES) {
                Object found = named.get(name);
                if (found == null) {
                    throw new IllegalStateException("this JVM has no counter " + name + ", but " + named.keySet());
                }
                counters.add(found);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM does not tell its pauses", e);
        }
    }

    private static Object call(Class<?> type, @Nullable Object of, String name) throws ReflectiveOperationException {
        Method method = type.getMethod(name);
        method.setAccessible(true);
        return method.invoke(of);
    }

    /** Since this JVM began. From any thread. */
    long nanos() {
        try {
            long sum = 0;
            for (Object counter : counters) {
                sum += (long) value.invoke(counter);
            }
            return sum;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("this JVM does not tell its pauses", e);
        }
    }
}
