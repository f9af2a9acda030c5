package io.greendoor.greenlet.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.greenlet.GreenLifoQueue;
import io.greendoor.greenlet.GreenPriorityQueue;
import io.greendoor.greenlet.GreenQueue;
import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tasks of several loops and plain threads use all that they can share, while they are killed and timed out at random: no
 * item, permit, place, thing or wake-up is lost or doubled, and nobody waits for ever. {@code
 * -Dgreendoor.stress.seconds=600} goes on for longer; {@code -Dgreendoor.stress.seed=N} begins with a given seed.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS) // each round has its own bound; how many there are is said from outside
class MixedStressTest {
    private static final int LOOPS = 3;
    private static final int ITEMS = 40;
    private static final int USES = 60;
    private static final int EVENTS = 60;

    @Test
    void nothingIsLostOrDoubledAndNobodyWaitsForEver() throws Exception {
        long seconds = Long.getLong("greendoor.stress.seconds", 2);
        long seed = Long.getLong("greendoor.stress.seed", System.nanoTime());
        long begun = System.nanoTime();
        do {
            System.out.println("stress: seed " + seed);
            round(seed);
            seed++;
        } while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(seconds));
    }

    private static void round(long seed) throws Exception {
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        int items = (LOOPS + 1) * ITEMS;
        List<Exchange> exchanges = List.of(
                Exchange.of("rendezvous queue", new GreenQueue<>(0), items),
                Exchange.of("bounded queue", new GreenQueue<>(2), items),
                Exchange.of("unbounded queue", new GreenQueue<>(), items),
                Exchange.of("priority queue", new GreenPriorityQueue<>(3), items),
                Exchange.of("stack", new GreenLifoQueue<>(2), items),
                Exchange.of("rendezvous channel", Channel.rendezvous(), items),
                Exchange.of("buffered channel", Channel.buffered(2), items));
        Resources resources = new Resources(faults);
        Signals signals = new Signals(EVENTS, faults);
        Crew crew = crew(seed, exchanges, resources, signals, faults);
        crew.begin();
        crew.join("makers");
        Random random = new Random(seed);
        for (Exchange exchange : exchanges) {
            for (int consumer = 0; consumer <= LOOPS; consumer++) {
                putEnd(exchange, random);
            }
        }
        crew.join("");

        List<String> all = new ArrayList<>(resources.faults());
        exchanges.forEach(exchange -> all.addAll(exchange.faults()));
        assertEquals(List.of(), all, () -> "with seed " + seed);
    }

    private static Crew crew(
            long seed, List<Exchange> exchanges, Resources resources, Signals signals, Queue<String> faults) {
        Crew crew = new Crew(seed, faults);
        for (int loop = 0; loop < LOOPS; loop++) {
            int first = loop * ITEMS;
            List<Crew.Job> makers = new ArrayList<>();
            List<Crew.Job> takers = new ArrayList<>();
            for (Exchange exchange : exchanges) {
                makers.add(random -> exchange.produce(first, ITEMS, random));
                takers.add(exchange::consume);
            }
            for (int i = 0; i < 4; i++) {
                makers.add(random -> resources.use(USES, random));
                takers.add(random -> resources.use(USES, random));
            }
            makers.add(signals::send);
            takers.add(signals::awaitAll);
            crew.onLoop("makers-" + loop, makers);
            crew.onLoop("takers-" + loop, takers);
        }
        crew.onThread("makers-plain", random -> {
            for (Exchange exchange : exchanges) {
                exchange.produce(LOOPS * ITEMS, ITEMS, random);
            }
        });
        exchanges.forEach(exchange -> crew.onThread("taker-plain", exchange::consume));
        crew.onThread("signals-plain", signals::awaitAll);
        crew.onThread("makers-signals-plain", signals::send);
        crew.onThread("user-plain", random -> resources.use(USES, random));
        return crew;
    }

    @Suspendable
    private static void putEnd(Exchange exchange, Random random) throws Exception {
        boolean put = false;
        while (!put) {
            put = exchange.put(Exchange.END, random);
        }
    }
}
