package io.greendoor.benchmarks;

import io.greendoor.scheduler.Suspendable;
import org.openjdk.jmh.annotations.CompilerControl;

/**
 * Frames to leave and enter again with each switch, the same ones for us and for our peers: so many between a body and
 * the method that switches.
 */
public final class Depth {

    private Depth() {}

    /** What runs at the bottom. */
    @FunctionalInterface
    interface Bottom {
        @Suspendable
        void run();
    }

    /** Runs {@code bottom} under so many frames, 1 or more. */
    @Suspendable
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static void descend(int depth, Bottom bottom) {
        if (depth <= 1) {
            bottom.run();
        } else {
            descend(depth - 1, bottom);
        }
    }
}
