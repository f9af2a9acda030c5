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

    @Test
    void anElementTakenBackTwiceKeepsItsPlace() {
        assertEquals(List.of(5, 6), leftByCancelledReceivers(Channel.unlimited(), 3, 5, 6));
    }

    @Test
    void aConflatedChannelKeepsTheLastElementOnly() {
        assertEquals(List.of(2), leftByCancelledReceivers(Channel.conflated(), 2, 1, 2));
    }

    /** What is in the channel when receivers wait, elements are sent, and all receivers are cancelled before their turn. */
    private static List<Integer> leftByCancelledReceivers(Channel<Integer> channel, int receivers, Integer... sent) {
        Coroutines.supervisorScope(scope -> {
            List<Job> jobs = new ArrayList<>();
            for (int i = 0; i < receivers; i++) {
                jobs.add(scope.launch(channel::receive));
            }
            Coroutines.yieldNow();
            List.of(sent).forEach(channel::trySend);
            jobs.forEach(Job::cancel);
            return null;
        });
        List<Integer> left = new ArrayList<>();
        for (Integer e = channel.tryReceive(); e != null; e = channel.tryReceive()) {
            left.add(e);
        }
        return left;
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
