package com.acme;

import java.util.List;
import java.util.Map;

/** What {@code help(x)} is asked about. The test has a source of its own for it. */
public class Documented<T extends Comparable<T>> implements Comparable<Documented<T>> {
    public static final int LIMIT = 3;

    public Documented() {}

    public Documented(List<? extends T> first, int... counts) {}

    public static <K, V> Map<K, V> mapOf(K key, V value) {
        return Map.of(key, value);
    }

    public T get(Map.Entry<String, T[]> entry) throws java.io.IOException {
        throw new java.io.IOException(entry.getKey());
    }

    @Deprecated
    public void old() {}

    @Deprecated(forRemoval = true)
    public void older() {}

    public void undocumented() {}

    @Override
    public int compareTo(Documented<T> other) {
        return 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Documented;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    /** Nested. */
    public interface Inner {
        void call(String[] names);
    }
}
