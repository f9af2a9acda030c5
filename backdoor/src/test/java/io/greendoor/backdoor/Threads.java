package io.greendoor.backdoor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads of this JVM. */
final class Threads {
    private Threads() {}

    /** The names of those whose name begins so. */
    static List<String> named(String beginning) {
        return all(beginning).stream().map(Thread::getName).toList();
    }

    /** Those whose name begins so. */
    static Set<Thread> all(String beginning) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(beginning))
                .collect(Collectors.toSet());
    }
}
