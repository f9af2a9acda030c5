package io.greendoor.benchmarks;

import java.lang.management.ManagementFactory;

/** The memory that is in use. */
final class Heap {

    private Heap() {}

    /** Bytes on the heap that somebody can still reach. */
    static long used() {
        System.gc();
        System.gc(); // for what weak references and cleaners held at the first
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
