package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ChannelCloseEdgesTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private final IOException cause = new IOException("cause");

    @Test
    void anElementThatACancelledReceiverHadIsNotRevivedByACancelledChannel() {
        TestLoop.in(clock);
        for (boolean closedFirst : List.of(false, true)) {
            Channel<String> channel = Channel.rendezvous();
            Coroutines.runBlocking(scope -> {
                Job receiver = scope.launch(channel::receive);
                Coroutines.yieldNow();
                channel.send("dropped");
                receiver.cancel();
                if (closedFirst) {
                    channel.close();
                }
                channel.cancel();
                receiver.join();
                return null;
            });

            assertNull(channel.tryReceive(), "closed first: " + closedFirst);
        }
    }
}
