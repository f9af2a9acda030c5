package io.greendoor.greenlet;

import static io.greendoor.greenlet.CrossThreadRow.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.greenlet.CrossThreadRow.Play;
import io.greendoor.scheduler.Cancelled;
import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.ChannelClosed;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Mutex;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Select;
import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** What coroutines wait for, and wake each other by: any thread may use it. */
final class SchedulerRows {

    private SchedulerRows() {}

    static List<CrossThreadRow> all() {
        return List.of(
                row("Channel.send(Object)", () -> {
                    Channel<String> channel = Channel.rendezvous();
                    return Play.run(() -> channel.send("sent"))
                            .whileItWaits(() -> assertEquals("sent", channel.receive()));
                }),
                row("Channel.trySend(Object)", () -> {
                    Channel<String> channel = Channel.rendezvous();
                    GreenThread<String> waiter = waiting(channel::receive);
                    return Play.call(() -> channel.trySend("sent"))
                            .returns(true)
                            .then(() -> assertEquals("sent", waiter.await()));
                }),
                row("Channel.receive()", () -> {
                    Channel<String> channel = Channel.buffered(1);
                    return Play.call(channel::receive)
                            .whileItWaits(() -> channel.send("sent"))
                            .returns("sent");
                }),
                row("Channel.tryReceive()", () -> {
                    Channel<String> channel = Channel.rendezvous();
                    GreenThread<String> waiter = waiting(() -> {
                        channel.send("sent");
                        return "done";
                    });
                    return Play.call(channel::tryReceive)
                            .returns("sent")
                            .then(() -> assertEquals("done", waiter.await()));
                }),
                row("Channel.close()", () -> {
                    Channel<String> channel = Channel.rendezvous();
                    GreenThread<String> waiter = waiting(() -> outcome(channel));
                    return Play.run(channel::close).then(() -> assertEquals("closed", waiter.await()));
                }),
                row("Channel.cancel()", () -> {
                    Channel<String> channel = Channel.rendezvous();
                    GreenThread<String> waiter = waiting(() -> outcome(channel));
                    return Play.run(channel::cancel).then(() -> assertEquals("cancelled", waiter.await()));
                }),
                row("Select.select()", () -> {
                    Channel<String> one = Channel.rendezvous();
                    Channel<String> other = Channel.rendezvous();
                    return Play.call(() -> new Select<String>()
                                    .onReceive(one, value -> "one: " + value)
                                    .onReceive(other, value -> "other: " + value)
                                    .select())
                            .whileItWaits(() -> other.send("sent"))
                            .returns("other: sent");
                }),
                row("Mutex.lock()", () -> {
                    Mutex mutex = new Mutex();
                    mutex.lock();
                    return Play.run(() -> mutex.lock())
                            .whileItWaits(mutex::unlock)
                            .then(mutex::unlock);
                }),
                row("Mutex.unlock()", () -> {
                    Mutex mutex = new Mutex();
                    mutex.lock();
                    GreenThread<String> waiter = waiting(() -> {
                        mutex.lock();
                        return "locked";
                    });
                    return Play.run(mutex::unlock).then(() -> assertEquals("locked", waiter.await()));
                }),
                row("Continuation.resume(Object)", () -> {
                    Event<io.greendoor.scheduler.Continuation<String>> given = new Event<>();
                    GreenThread<String> waiter = waiting(() -> Coroutines.<String>suspendCancellable(given::send));
                    return Play.run(() -> given.await().resume("resumed"))
                            .then(() -> assertEquals("resumed", waiter.await()));
                }),
                row("Scheduler.execute(Runnable)", () -> {
                    Scheduler loop = Hubs.getHub();
                    Event<String> ran = new Event<>();
                    return Play.run(() ->
                                    loop.execute(() -> ran.send(Hubs.getHub().threadName())))
                            .then(() -> assertEquals(loop.threadName(), ran.await()));
                }),
                row("Scheduler.schedule(Duration,Runnable); Timer.cancel()", () -> {
                    Scheduler loop = Hubs.getHub();
                    Event<String> ran = new Event<>();
                    int before = loop.timers().size();
                    return Play.call(() -> {
                                loop.schedule(Duration.ofMillis(1), () -> ran.send("ran"));
                                return loop.schedule(Duration.ofHours(1), () -> {})
                                        .cancel();
                            })
                            .returns(true)
                            .then(() -> {
                                assertEquals("ran", ran.await());
                                assertEquals(before, loop.timers().size());
                            });
                }));
    }

    @Suspendable
    private static <T> GreenThread<T> waiting(Callable<T> call) {
        GreenThread<T> waiter = Eventlet.spawn(call);
        Eventlet.sleep();
        return waiter;
    }

    @Suspendable
    private static String outcome(Channel<String> channel) {
        try {
            return channel.receive();
        } catch (ChannelClosed closed) {
            return "closed";
        } catch (Cancelled cancelled) {
            return "cancelled";
        }
    }
}
