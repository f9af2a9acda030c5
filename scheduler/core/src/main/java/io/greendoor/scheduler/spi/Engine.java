package io.greendoor.scheduler.spi;

import org.jspecify.annotations.Nullable;

/**
 * A way to give a task a call stack that can be left and entered again.
 *
 * <p>Everything above an engine is the same on all of them: the loop resumes one {@link Fiber} after the other on its
 * own thread, and no code outside an engine asks which one it is. Further engines are found by {@link
 * java.util.ServiceLoader}, and are preferred to {@code thread}.
 */
public interface Engine {

    /** The name by which the system property {@code greendoor.engine} chooses it. */
    String name();

    /**
     * Why this engine cannot run in this JVM, as one sentence that says what to add to the command line; null when it
     * can.
     */
    @Nullable
    String obstacle();

    /** Whether a loop owned by {@code root} can resume this engine's fibers. */
    boolean canBeResumedBy(Thread root);

    /**
     * Whether a fiber that is stuck in a blocking call of the JDK's, or waits for a lock of the JDK's, lets {@link
     * Fiber#resume} return, so that others run meanwhile.
     */
    default boolean letsOthersRunWhenBlocked() {
        return false;
    }

    /**
     * Called before fibers are resumed on the calling thread, which has frames of its own below: a waiting program's, or a
     * callback's. What those must not share with fibers can be taken aside here.
     *
     * @return what {@link #endCarrying} is to be called with before those frames, or others that are no fiber's, go on;
     *     null when it need not be
     */
    default @Nullable Object beginCarrying() {
        return null;
    }

    /** Called on the same thread, when no fiber runs on it, and frames of its own go on. */
    default void endCarrying(Object begun) {}

    /**
     * Makes a fiber that has not started.
     *
     * @param host whose code the fiber runs
     */
    Fiber newFiber(Fiber.Host host);

    /** The host of this engine's fiber whose code the calling thread runs, or null when it runs none. */
    Fiber.@Nullable Host currentHost();
}
