package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ChannelCancellationTest {
    private final VirtualClock clock = new VirtualClock();

    @Test
    void anElementThatWasAboutToReachACancelledReceiverGoesToTheNextOne() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();

        Coroutines.runBlocking(scope -> {
            Job first = scope.launch(() -> loop.log("first got " + channel.receive()));
            scope.launch(() -> loop.log("second got " + channel.receive()));
            Coroutines.yieldNow();
            channel.send("a");
            first.cancel();
            return null;
        });

        assertEquals(List.of("0 ms: second got a"), loop.log);
    }

    @Test
    void withoutANextOneItStaysInTheChannelBeforeWhatCameLater() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.buffered(1);

        Coroutines.runBlocking(scope -> {
            Job receiver = scope.launch(() -> loop.log("got " + channel.receive()));
            Coroutines.yieldNow();
            channel.send("a");
            channel.send("b");
            receiver.cancel();
            receiver.join();
            assertFalse(channel.trySend("c"));
            loop.log(channel.receive() + channel.receive());
            return null;
        });

        assertEquals(List.of("0 ms: ab"), loop.log);
    }

    @Test
    void aCancelledSendersElementIsNotSent() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();

        Coroutines.runBlocking(scope -> {
            Job sender = scope.launch(() -> channel.send("cancelled"));
            scope.launch(() -> channel.send("sent"));
            Coroutines.yieldNow();
            sender.cancel();
            loop.log(channel.receive() + " " + channel.tryReceive());
            return null;
        });

        // until its cancellation has reached it, a sender may be served: it then still is told that it was cancelled
        assertTrue(List.of("0 ms: sent null", "0 ms: cancelled sent").contains(loop.log.get(0)), loop.log.toString());
    }

    @Test
    void aSenderWhoseCancellationHasReachedItIsPassedOver() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.buffered(1);

        Coroutines.runBlocking(scope -> {
            channel.send("a");
            Job sender = scope.launch(() -> channel.send("cancelled"));
            scope.launch(() -> channel.send("b"));
            Coroutines.yieldNow();
            sender.cancel();
            sender.join();
            loop.log(channel.receive() + channel.receive() + channel.tryReceive());
            return null;
        });

        assertEquals(List.of("0 ms: abnull"), loop.log);
    }

    @Test
    void aTimeoutOnReceivingLosesNothing() {
        TestLoop loop = TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();
        Duration milli = Duration.ofMillis(1);

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                String got = null;
                for (int tries = 0; got == null; tries++) {
                    got = Coroutines.withTimeoutOrNull(milli, channel::receive);
                    loop.log("try " + tries + " got " + got);
                }
            });
            Coroutines.delay(milli);
            channel.send("a");
            return null;
        });

        assertEquals(1, loop.log.stream().filter(line -> line.endsWith("got a")).count());
    }

    @Test
    void hundredsOfCancelledReceiversLeaveNoWaiterBehind() {
        TestLoop.in(clock);
        Channel<String> channel = Channel.rendezvous();

        Coroutines.runBlocking(scope -> {
            Job all = scope.launch(() -> Coroutines.coroutineScope(nested -> {
                for (int i = 0; i < 300; i++) {
                    nested.launch(channel::receive);
                    nested.launch(() -> new Select<>()
                            .onReceive(channel, element -> null)
                            .onTimeout(Duration.ofSeconds(9), () -> null)
                            .select());
                }
                return null;
            }));
            Coroutines.yieldNow();
            Coroutines.yieldNow();
            all.cancel();
            all.join();
            assertFalse(channel.trySend("a"));
            return null;
        });
    }
}
