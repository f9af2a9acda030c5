package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ScopeEdgesTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();

    @Test
    void aNullTimeoutIsRefusedAndTheScopeAroundStillEnds() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            assertThrows(NullPointerException.class, () -> Coroutines.withTimeout(null, () -> null));
            assertThrows(NullPointerException.class, () -> Coroutines.withTimeoutOrNull(null, () -> null));
            assertThrows(NullPointerException.class, () -> Coroutines.withTimeout(MILLI, null));
            return null;
        });

        loop.log("ended");
        assertEquals(List.of("0 ms: ended"), loop.log);
    }
}
