package io.greendoor.backdoor;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** How much memory threads have allocated since they began, as far as this JVM tells. */
// Of virtual threads it tells nothing. A task that is one and runs on the loop's own thread (the engine `loom`) is
// counted there; one that runs somewhere else (the engine `thread`, on JDK 21 and newer) is not counted at all.
final class Allocations {

    private static final @Nullable ThreadMXBean BEAN = bean();

    private Allocations() {}

    private static @Nullable ThreadMXBean bean() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
                        && bean.isThreadAllocatedMemorySupported()
                        && bean.isThreadAllocatedMemoryEnabled()
                ? bean
                : null;
    }

    /** The bytes that the current task's thread has allocated, be it its own or that of its loop; -1 when unknown. */
    static long ofCurrentThreadOr(Thread loop) {
        if (BEAN == null) {
            return -1;
        }
        long own = BEAN.getCurrentThreadAllocatedBytes();
        return own >= 0 ? own : BEAN.getThreadAllocatedBytes(loop.getId());
    }
}
