package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Job;
import io.greendoor.scheduler.Select;
import io.greendoor.scheduler.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChannelSwitchedByHandTest {

    /** A sender whose element was received, and to which somebody switches before its turn, sends it again. */
    @Test
    void aSenderSwitchedToByHandSendsOnce() {
        Channel<String> channel = Channel.rendezvous();
        GreenThread<Void> sender = Eventlet.spawn(() -> channel.send("e"));
        Eventlet.sleep();
        assertEquals("e", channel.tryReceive());
        sender.switchTo();
        Eventlet.sleep();
        assertNull(channel.tryReceive(), "the element was sent once");
        assertTrue(sender.isDead());
    }

    @Test
    void aSelectThatSendsSwitchedToByHandSendsOnce() {
        Channel<String> channel = Channel.rendezvous();
        GreenThread<String> sender = Eventlet.spawn(
                () -> new Select<String>().onSend(channel, "e", () -> "sent").select());
        Eventlet.sleep();
        assertEquals("e", channel.tryReceive());
        sender.switchTo();
        Eventlet.sleep();
        assertNull(channel.tryReceive(), "the element was sent once");
        assertTrue(sender.isDead());
    }

    /** An element that is taken back twice keeps its place. */
    @Test
    void anElementTakenBackTwiceKeepsItsPlace() {
        Channel<Integer> channel = Channel.unlimited();
        List<Integer> got = new ArrayList<>();
        Coroutines.supervisorScope(scope -> {
            Job r1 = scope.launch(channel::receive);
            Job r2 = scope.launch(channel::receive);
            Job r3 = scope.launch(channel::receive);
            Coroutines.yieldNow();
            channel.trySend(5);
            channel.trySend(6);
            r1.cancel();
            r2.cancel();
            r3.cancel();
            return null;
        });
        for (Integer e = channel.tryReceive(); e != null; e = channel.tryReceive()) {
            got.add(e);
        }
        assertEquals(List.of(5, 6), got);
    }

    @Test
    void aConflatedChannelKeepsTheLastElementOnly() {
        Channel<Integer> channel = Channel.conflated();
        List<Integer> got = new ArrayList<>();
        Coroutines.supervisorScope(scope -> {
            Job r1 = scope.launch(channel::receive);
            Job r2 = scope.launch(channel::receive);
            Coroutines.yieldNow();
            channel.trySend(1);
            channel.trySend(2);
            r1.cancel();
            r2.cancel();
            return null;
        });
        for (Integer e = channel.tryReceive(); e != null; e = channel.tryReceive()) {
            got.add(e);
        }
        assertEquals(List.of(2), got);
    }

    @Test
    void aSelectsTimeoutIsNotProlongedBySwitchingToIt() {
        VirtualTime.runTest(() -> {
            Channel<String> channel = Channel.rendezvous();
            GreenThread<Duration> selecting = Eventlet.spawn(() -> new Select<Duration>()
                    .onReceive(channel, e -> Duration.ZERO)
                    .onTimeout(Duration.ofMillis(300), VirtualTime::currentTime)
                    .select());
            for (int i = 0; i < 5; i++) {
                Eventlet.sleep(Duration.ofMillis(100));
                if (!selecting.isDead()) {
                    selecting.switchTo();
                }
            }

            assertEquals(Duration.ofMillis(300), selecting.await());
        });
    }
}
