package io.greendoor.examples;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Tries again what fails, after longer and longer pauses: code that waits, as docs/testing.md tests it. */
public final class Retry {

    private Retry() {}

    /**
     * Calls {@code work} until it succeeds, four times at most.
     *
     * @param pause the first one; each further one is twice as long
     * @return its result
     * @throws IOException the last one
     */
    @Suspendable
    public static <T> T retry(Duration pause, Callable<T> work) throws Exception {
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                return work.call();
            } catch (IOException e) {
                Eventlet.sleep(pause.multipliedBy(1L << attempt));
            }
        }
        return work.call();
    }
}
