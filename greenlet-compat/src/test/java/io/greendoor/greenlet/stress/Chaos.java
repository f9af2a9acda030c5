package io.greendoor.greenlet.stress;

import io.greendoor.greenlet.Timeout;
import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.Random;

/** What is thrown into tasks at random, wherever they wait. */
final class Chaos extends Error {

    private static final long serialVersionUID = 1L;

    Chaos() {
        super("expected: chaos", null, false, false);
    }

    /** What a task tries, and may be torn from. */
    @FunctionalInterface
    interface Attempt {
        @Suspendable
        void run() throws Exception;
    }

    /**
     * Tries it, now and then with a bound on its time.
     *
     * @return false when it was torn from it by chaos or the time
     */
    @Suspendable
    static boolean survives(Random random, Attempt attempt) throws Exception {
        Timeout timeout = random.nextInt(3) == 0 ? new Timeout(shortTime(random)) : null;
        try {
            attempt.run();
            return true;
        } catch (Chaos | Timeout torn) {
            return false;
        } finally {
            if (timeout != null) {
                timeout.cancel();
            }
        }
    }

    static Duration shortTime(Random random) {
        return Duration.ofNanos(random.nextInt(500_000));
    }
}
