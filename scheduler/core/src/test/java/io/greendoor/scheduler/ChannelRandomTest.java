package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ChannelRandomTest {
    @Test
    void everyElementArrivesOnceThoughReceiversAreCancelledAtRandom() {
        for (int round = 0; round < 60; round++) {
            long seed = System.nanoTime() + round;
            Round each = new Round(new Random(seed));
            Coroutines.runBlocking(each::run);
            List<Integer> got = new ArrayList<>(each.received);
            Collections.sort(got);
            Collections.sort(each.sent);
            assertEquals(each.sent, got, "seed " + seed);
        }
    }

    @Test
    void everyElementArrivesOnceBetweenManyThreads() throws InterruptedException {
        long seed = System.nanoTime();
        Channel<Integer> channel = Channel.buffered(2);
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        int producers = 3;
        int each = 1000;
        CountDownLatch sending = new CountDownLatch(producers);
        for (int p = 0; p < producers; p++) {
            int base = p * each;
            threads.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    channel.send(base + i);
                }
                sending.countDown();
            }));
        }
        for (int c = 0; c < 3; c++) {
            Random random = new Random(seed + c);
            threads.add(new Thread(() -> consumeAndCancel(channel, received, random)));
        }

        threads.forEach(Thread::start);
        sending.await();
        channel.close();
        for (Thread thread : threads) {
            thread.join();
        }

        List<Integer> got = new ArrayList<>(received);
        Integer last = channel.tryReceive();
        while (last != null) {
            got.add(last);
            last = channel.tryReceive();
        }
        Collections.sort(got);
        assertEquals(IntStream.range(0, producers * each).boxed().collect(Collectors.toList()), got, "seed " + seed);
    }

    /** Receives by tasks that are cancelled again and again, until the channel is closed. */
    @Suspendable
    private static void consumeAndCancel(Channel<Integer> channel, Queue<Integer> received, Random random) {
        AtomicInteger ended = new AtomicInteger();
        while (ended.get() == 0) {
            Coroutines.runBlocking(scope -> {
                List<Job> jobs = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    boolean selects = random.nextBoolean();
                    jobs.add(scope.launch(() -> {
                        try {
                            while (true) {
                                Integer element = selects
                                        ? new Select<Integer>()
                                                .onReceive(channel, e -> e)
                                                .select()
                                        : channel.receive();
                                received.add(element);
                            }
                        } catch (ChannelClosed closed) {
                            ended.incrementAndGet();
                        }
                    }));
                }
                for (int i = random.nextInt(5); i >= 0; i--) {
                    Coroutines.yieldNow();
                }
                Collections.shuffle(jobs, random);
                jobs.forEach(Job::cancel);
                return null;
            });
        }
    }

    /** Producers, and consumers that are cancelled at random, on one loop. */
    private static final class Round {
        final List<Integer> sent = new ArrayList<>();
        final List<Integer> received = new ArrayList<>();
        private final Random random;
        private final Channel<Integer> channel;
        private final Channel<Integer> other = Channel.rendezvous();

        Round(Random random) {
            this.random = random;
            int kind = random.nextInt(4);
            this.channel = kind == 0
                    ? Channel.rendezvous()
                    : kind == 1 ? Channel.unlimited() : Channel.buffered(1 + random.nextInt(3));
        }

        @Suspendable
        Void run(CoroutineScope scope) {
            List<Job> producers = new ArrayList<>();
            for (int p = 0; p < 3; p++) {
                int base = p * 1000;
                producers.add(scope.launch(() -> produce(base)));
            }
            List<Job> consumers = new ArrayList<>();
            for (int step = 0; step < 300; step++) {
                if (random.nextInt(3) == 0) {
                    consumers.add(scope.launch(this::consume));
                }
                if (!consumers.isEmpty() && random.nextInt(3) == 0) {
                    consumers.remove(random.nextInt(consumers.size())).cancel();
                }
                if (random.nextInt(3) > 0) {
                    Coroutines.yieldNow();
                }
            }
            consumers.forEach(Job::cancel);
            consumers.forEach(Job::join);
            scope.launch(() -> {
                for (int element : channel) {
                    received.add(element);
                }
            });
            producers.forEach(Job::join);
            channel.close();
            return null;
        }

        @Suspendable
        private void produce(int base) {
            for (int i = 0; i < 60; i++) {
                sent.add(base + i);
                if (random.nextBoolean()) {
                    channel.send(base + i);
                } else {
                    int element = base + i;
                    new Select<>()
                            .onReceive(other, e -> null)
                            .onSend(channel, element, () -> null)
                            .select();
                }
                if (random.nextInt(4) == 0) {
                    Coroutines.yieldNow();
                }
            }
        }

        @Suspendable
        private void consume() {
            while (true) {
                int kind = random.nextInt(3);
                Integer element = kind == 0
                        ? channel.receive()
                        : kind == 1
                                ? Coroutines.withTimeoutOrNull(
                                        Duration.ofNanos(1 + random.nextInt(20_000)), channel::receive)
                                : new Select<Integer>()
                                        .onReceive(other, e -> e)
                                        .onReceive(channel, e -> e)
                                        .select();
                if (element != null) {
                    received.add(element);
                }
            }
        }
    }
}
