package io.greendoor.backdoor;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the elements of a table apart, name to value: a record by its components, an object of the application's by
 * its getters and public fields, a map by its keys, a list or array by its indices; anything else is one value. What
 * an accessor throws stands in its place.
 */
// The JDK's own objects are one value each: their getters are for programs, and some open connections.
final class Row {
    /** The column of what has no parts. */
    static final String VALUE = "value";

    private static final String KEY = "key";

    private final int columns;
    private final ToStrings records = new ToStrings();
    private final Map<Class<?>, List<Getter>> getters = new HashMap<>();

    /** Takes no more than {@code columns} parts of each. */
    Row(int columns) {
        this.columns = columns;
    }

    Map<String, @Nullable Object> parts(@Nullable Object element) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        if (element instanceof Map.Entry<?, ?> entry) {
            parts.put(KEY, entry.getKey());
            addParts(parts, entry.getValue());
        } else {
            addParts(parts, element);
        }
        return parts;
    }

    private void addParts(Map<String, @Nullable Object> parts, @Nullable Object element) {
        if (element instanceof Map<?, ?> map) {
            addFirst(parts, map.entrySet().iterator());
        } else if (element instanceof Collection<?> collection) {
            addIndexed(parts, collection.iterator());
        } else if (element != null && element.getClass().isArray()) {
            for (int i = 0; i < Math.min(columns, Array.getLength(element)); i++) {
                parts.put(String.valueOf(i), Array.get(element, i));
            }
        } else if (element instanceof Record) {
            for (Method accessor : records.accessors(element)) {
                add(parts, accessor.getName(), UserText.call(accessor, element));
            }
        } else if (element != null && !(element instanceof Enum<?>) && !(element instanceof Throwable)) {
            for (Getter getter : getters.computeIfAbsent(element.getClass(), Getter::of)) {
                add(parts, getter.name(), getter.get(element));
            }
        }
        if (parts.isEmpty() || (parts.size() == 1 && parts.containsKey(KEY))) {
            parts.put(VALUE, element);
        }
    }

    private void addFirst(Map<String, @Nullable Object> parts, Iterator<? extends Map.Entry<?, ?>> entries) {
        for (int i = 0; i < columns && entries.hasNext(); i++) {
            Map.Entry<?, ?> entry = entries.next();
            add(parts, UserText.of(entry.getKey()), entry.getValue());
        }
    }

    private void addIndexed(Map<String, @Nullable Object> parts, Iterator<?> elements) {
        for (int i = 0; i < columns && elements.hasNext(); i++) {
            parts.put(String.valueOf(i), elements.next());
        }
    }

    /** A part of an entry's value may be called "key" too. */
    private void add(Map<String, @Nullable Object> parts, String name, @Nullable Object value) {
        if (parts.size() < columns) {
            parts.put(parts.containsKey(name) ? VALUE + "." + name : name, value);
        }
    }
}
