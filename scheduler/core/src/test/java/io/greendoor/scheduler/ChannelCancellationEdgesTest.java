package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ChannelCancellationEdgesTest {
    private final VirtualClock clock = new VirtualClock();

    @Test
    void elementsOfSeveralCancelledReceiversStayInTheirOrder() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.unlimited();

        Coroutines.runBlocking(scope -> {
            Job receivers = scope.launch(() -> Coroutines.coroutineScope(nested -> {
                for (int i = 0; i < 3; i++) {
                    nested.launch(() -> loop.log("got " + channel.receive()));
                }
                return null;
            }));
            Coroutines.yieldNow();
            Coroutines.yieldNow();
            for (String element : List.of("a", "b", "c", "d")) {
                channel.send(element);
            }
            receivers.cancel();
            receivers.join();
            loop.log(channel.receive() + channel.receive() + channel.receive() + channel.receive());
            return null;
        });

        assertEquals(List.of("0 ms: abcd"), loop.log);
    }

    @Test
    void elementsOfReceiversThatAreCancelledInAnyOrderStayInTheirOrder() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.unlimited();

        Coroutines.runBlocking(scope -> {
            List<Job> receivers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                receivers.add(scope.launch(() -> loop.log("got " + channel.receive())));
            }
            Coroutines.yieldNow();
            for (String element : List.of("a", "b", "c", "d")) {
                channel.send(element);
            }
            receivers.get(1).cancel();
            receivers.get(2).cancel();
            receivers.get(0).cancel();
            for (Job receiver : receivers) {
                receiver.join();
            }
            loop.log(channel.receive() + channel.receive() + channel.receive() + channel.receive());
            return null;
        });

        assertEquals(List.of("0 ms: abcd"), loop.log);
    }

    @Test
    void anElementThatComesBackToAConflatedChannelDoesNotReplaceALaterOne() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.conflated();

        Coroutines.runBlocking(scope -> {
            Job receiver = scope.launch(() -> loop.log("got " + channel.receive()));
            Coroutines.yieldNow();
            channel.send("old");
            channel.send("new");
            receiver.cancel();
            receiver.join();
            loop.log(channel.tryReceive() + " " + channel.tryReceive());
            return null;
        });

        assertEquals(List.of("0 ms: new null"), loop.log);
    }

    @Test
    void anElementThatComesBackToAClosedChannelCanBeReceived() {
        TestLoop loop = TestLoop.in(clock);

        for (Throwable cause : List.of(new IOException("cause"), new Cancelled("cause"))) {
            Channel<String> channel = Channel.rendezvous();
            Coroutines.runBlocking(scope -> {
                Job receiver = scope.launch(() -> loop.log("got " + channel.receive()));
                Coroutines.yieldNow();
                channel.send("a");
                channel.close(cause);
                receiver.cancel();
                receiver.join();
                loop.log(cause.getClass().getSimpleName() + " " + channel.tryReceive());
                assertSame(cause, assertThrows(Throwable.class, channel::receive));
                return null;
            });
        }

        assertEquals(List.of("0 ms: IOException a", "0 ms: Cancelled a"), loop.log);
    }
}
