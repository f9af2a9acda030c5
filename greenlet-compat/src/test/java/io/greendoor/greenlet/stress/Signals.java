package io.greendoor.greenlet.stress;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.scheduler.Suspendable;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Events, each sent by one of many, and awaited by many more. */
final class Signals {

    private final List<Event<Integer>> events;
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<String> faults;

    Signals(int count, Queue<String> faults) {
        this.events = Stream.<Event<Integer>>generate(Event::new).limit(count).toList();
        this.faults = faults;
    }

    /** Sends some of those that nobody has sent yet. */
    @Suspendable
    void send(Random random) throws Exception {
        for (int number = next.getAndIncrement(); number < events.size(); number = next.getAndIncrement()) {
            events.get(number).send(number);
            Chaos.survives(random, () -> Eventlet.sleep(Chaos.shortTime(random)));
        }
    }

    /** Waits for each of them, as often as it takes. */
    @Suspendable
    void awaitAll(Random random) throws Exception {
        for (int i = 0; i < events.size(); i++) {
            int number = i;
            Integer[] got = {null};
            while (got[0] == null) {
                Chaos.survives(random, () -> got[0] = awaitOne(events.get(number), random));
            }
            if (got[0] != number) {
                faults.add("event " + number + " gave " + got[0]);
            }
        }
    }

    @Suspendable
    private static Integer awaitOne(Event<Integer> event, Random random) {
        return random.nextBoolean() ? event.await() : event.await(Chaos.shortTime(random));
    }
}
