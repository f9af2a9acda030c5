package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChannelCloseThenCancelTest {

    @Test
    void aClosedChannelThatIsCancelledIsCancelled() {
        Channel<Integer> channel = Channel.buffered(1);
        channel.trySend(1);
        channel.close();
        channel.cancel();
        assertThrows(Cancelled.class, channel::receive);
    }
}
