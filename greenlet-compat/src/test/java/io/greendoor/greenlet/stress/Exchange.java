package io.greendoor.greenlet.stress;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenQueue;
import io.greendoor.greenlet.QueueEmpty;
import io.greendoor.greenlet.QueueFull;
import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Select;
import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A queue or channel through which numbers go, and a book of what became of each. */
abstract class Exchange {

    /** Ends a consumer; above all others, since a priority queue gives the lowest first. */
    static final int END = Integer.MAX_VALUE;

    private static final int REFUSED = 0;
    private static final int PERHAPS = 1;
    private static final int PUT = 2;

    private final String name;
    private final AtomicIntegerArray puts;
    private final AtomicIntegerArray gets;

    private Exchange(String name, int items) {
        this.name = name;
        this.puts = new AtomicIntegerArray(items);
        this.gets = new AtomicIntegerArray(items);
    }

    /** Puts it, in one way or another; false when it was refused for sure. */
    @Suspendable
    abstract boolean put(int item, Random random) throws Exception;

    /** Gets one, in one way or another; null: there was none in time. */
    @Suspendable
    abstract Integer get(Random random) throws Exception;

    /** Gets one if there is one. */
    abstract Integer poll();

    /** How many items are in it, or wait. */
    abstract int left();

    /** Puts the items from {@code first} on, whatever is thrown into it. */
    @Suspendable
    final void produce(int first, int count, Random random) throws Exception {
        for (int item = first; item < first + count; item++) {
            produce(item, random);
        }
    }

    @Suspendable
    private void produce(int item, Random random) throws Exception {
        puts.set(item, REFUSED);
        while (puts.get(item) == REFUSED) {
            puts.set(item, PERHAPS); // and so it stays if it is torn from it
            Chaos.survives(random, () -> puts.set(item, put(item, random) ? PUT : REFUSED));
        }
    }

    /** Gets items until it meets an end, whatever is thrown into it. */
    @Suspendable
    final void consume(Random random) throws Exception {
        boolean[] ended = {false};
        while (!ended[0]) {
            Chaos.survives(random, () -> ended[0] = note(get(random)));
        }
    }

    /** Whether it is an end. */
    private boolean note(Integer item) {
        if (item != null && item != END) {
            gets.incrementAndGet(item);
        }
        return item != null && item == END;
    }

    /** What is wrong, when all have ended. */
    final List<String> faults() {
        for (Integer item = poll(); item != null; item = poll()) {
            note(item);
        }
        List<String> faults = new ArrayList<>();
        for (int item = 0; item < puts.length(); item++) {
            int got = gets.get(item);
            if (got > 1 || (puts.get(item) == PUT && got == 0)) {
                faults.add(name + ": item " + item + " was got " + got + " times");
            }
        }
        if (left() != 0) {
            faults.add(name + ": " + left() + " are left in it, or wait");
        }
        return faults;
    }

    /** A queue. */
    static Exchange of(String name, GreenQueue<Integer> queue, int items) {
        return new Exchange(name, items) {
            @Override
            @Suspendable
            boolean put(int item, Random random) {
                try {
                    switch (random.nextInt(3)) {
                        case 0 -> queue.put(item);
                        case 1 -> queue.put(item, Chaos.shortTime(random));
                        default -> queue.putNowait(item);
                    }
                    return true;
                } catch (QueueFull full) {
                    Eventlet.sleep();
                    return false;
                }
            }

            @Override
            @Suspendable
            Integer get(Random random) {
                try {
                    Integer item = switch (random.nextInt(3)) {
                        case 0 -> queue.get();
                        case 1 -> queue.get(Chaos.shortTime(random));
                        default -> queue.getNowait();
                    };
                    queue.taskDone();
                    return item;
                } catch (QueueEmpty empty) {
                    Eventlet.sleep();
                    return null;
                }
            }

            @Override
            Integer poll() {
                try {
                    Integer item = queue.getNowait();
                    queue.taskDone();
                    return item;
                } catch (QueueEmpty empty) {
                    return null;
                }
            }

            @Override
            int left() {
                return queue.qsize() + queue.putting() + queue.getting() + queue.unfinishedTasks();
            }
        };
    }

    /** A channel. */
    static Exchange of(String name, Channel<Integer> channel, int items) {
        return new Exchange(name, items) {
            @Override
            @Suspendable
            boolean put(int item, Random random) throws Exception {
                switch (random.nextInt(3)) {
                    case 0 -> channel.send(item);
                    case 1 -> {
                        return new Select<Boolean>()
                                .onSend(channel, item, () -> true)
                                .onTimeout(Chaos.shortTime(random), () -> false)
                                .select();
                    }
                    default -> {
                        boolean sent = channel.trySend(item);
                        if (!sent) {
                            Eventlet.sleep();
                        }
                        return sent;
                    }
                }
                return true;
            }

            @Override
            @Suspendable
            Integer get(Random random) throws Exception {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        return channel.receive();
                    }
                    case 1 -> {
                        return new Select<Integer>()
                                .onReceive(channel, item -> item)
                                .onTimeout(Chaos.shortTime(random), () -> null)
                                .select();
                    }
                    default -> {
                        Integer item = channel.tryReceive();
                        if (item == null) {
                            Eventlet.sleep();
                        }
                        return item;
                    }
                }
            }

            @Override
            Integer poll() {
                return channel.tryReceive();
            }

            @Override
            int left() {
                return 0;
            }
        };
    }
}
