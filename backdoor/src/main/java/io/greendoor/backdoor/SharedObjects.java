package io.greendoor.backdoor;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The objects that the JDK hands out to everybody, as {@code List.of()}: who holds one says nothing about what another
 * holder takes it for.
 */
final class SharedObjects {
    private static final Set<Object> ALL = Collections.newSetFromMap(new IdentityHashMap<>());

    static {
        Collections.addAll(ALL, List.of(), Set.of(), Map.of(), Stream.empty().toList(), Optional.empty());
        Collections.addAll(ALL, Collections.emptyList(), Collections.emptySet(), Collections.emptyMap());
        Collections.addAll(ALL, Collections.emptySortedSet(), Collections.emptyNavigableSet());
        Collections.addAll(ALL, Collections.emptySortedMap(), Collections.emptyNavigableMap());
        Collections.addAll(ALL, Collections.emptyIterator(), Collections.emptyListIterator());
        Collections.addAll(ALL, Collections.emptyEnumeration());
        Collections.addAll(ALL, Function.identity(), UnaryOperator.identity());
    }

    private SharedObjects() {}

    static boolean contains(Object object) {
        return ALL.contains(object);
    }
}
