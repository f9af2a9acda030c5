package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import org.jspecify.annotations.Nullable;

/** What a {@link Greenlet} runs. */
@FunctionalInterface
public interface Body {

    /**
     * Runs the greenlet from its first switch to its end.
     *
     * @param args what the first switch sent
     * @return what the greenlet's parent gets
     * @throws Exception anything: it is thrown in the parent
     */
    @Suspendable
    @Nullable
    Object run(Args args) throws Exception;
}
