package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Cancelled;
import io.greendoor.scheduler.TimeoutCancelled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CoroutinesAndGreenThreadsBugTest {
    @Test
    void theTimeUpOfACoroutineIsATimeout() {
        assertTrue(Eventlet.isTimeout(new TimeoutCancelled("up")));
        assertFalse(Eventlet.isTimeout(new Cancelled("cancelled")));
    }
}
