package io.greendoor.backdoor;

import java.util.List;

/** The threads of this JVM. */
final class Threads {
    private Threads() {}

    /** The names of those whose name begins so. */
    static List<String> named(String beginning) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(beginning))
                .toList();
    }
}
