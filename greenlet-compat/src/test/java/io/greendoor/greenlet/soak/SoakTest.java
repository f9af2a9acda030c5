package io.greendoor.greenlet.soak;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.Tpool;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many connections at once, over TCP and unix-domain sockets, with all that goes wrong with such: resets, half-closes,
 * slow readers, killed tasks, timeouts, blocking peers; datagrams and pipes beside them. No byte is lost, doubled or out
 * of place, and in the end nothing is left: no descriptor, task, timer or listener.
 *
 * <p>{@code -Dgreendoor.soak.rounds=N} runs N rounds instead of a few, each of 28 connections, and {@code
 * -Dgreendoor.seed=N} those of that seed; the log tells the seed and what was done. Only the choices follow from the
 * seed: how they meet is up to the system.
 */
@Suspendable
class SoakTest {
    private static final int ROUNDS = Integer.getInteger("greendoor.soak.rounds", 5);
    private static final int CONNECTIONS = 28;
    private static final int BESIDE = 2; // of datagrams and pipes each
    private static final Duration BOUND =
            Duration.ofSeconds(40).plus(Duration.ofSeconds(2).multipliedBy(ROUNDS));

    private final Map<Long, Ledger> ledgers = new ConcurrentHashMap<>();
    private long connections;
    private long bytes;
    private long datagrams;
    private long pipeBytes;

    @TempDir
    Path directory;

    @Test
    void nothingIsLostAndNothingIsLeft() {
        long seed = Long.getLong("greendoor.seed", System.nanoTime());
        long begun = System.nanoTime();
        assertTimeoutPreemptively(BOUND, () -> run(seed), () -> "seed " + seed + ", " + ledgers.values());

        System.getLogger(getClass().getName())
                .log(
                        System.Logger.Level.INFO,
                        "soaked from seed {0,number,#}: {1} rounds, {2} connections, {3} bytes in both ways, {4} datagrams, {5} bytes"
                                + " through pipes, {6} s",
                        seed,
                        ROUNDS,
                        connections,
                        bytes,
                        datagrams,
                        pipeBytes,
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }

    private void run(long seed) throws Exception {
        Random random = new Random(seed);
        round(random, 1); // opens what stays open
        Tpool.killAll();
        long before = descriptors();
        for (int i = 0; i < ROUNDS; i++) {
            round(random, CONNECTIONS);
        }
        Tpool.killAll();
        awaitDescriptors(before, seed);
    }

    /** With a server of its own, on a thread of its own. */
    private void round(Random random, int count) throws Exception {
        List<SocketAddress> listenOn =
                List.of(new InetSocketAddress("127.0.0.1", 0), UnixDomainSocketAddress.of(directory.resolve("socket")));
        SoakServer server = new SoakServer(listenOn, ledgers);
        FutureTask<Void> serving = new FutureTask<>(server);
        Thread thread = new Thread(serving, "soak-server");
        thread.setDaemon(true);
        thread.start();
        List<GreenThread<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(spawnClient(server.addresses().get(i % 2), random));
        }
        for (int i = 0; i < BESIDE; i++) {
            Random own = new Random(random.nextLong());
            tasks.add(Eventlet.spawn(() -> {
                datagrams += new SoakDatagrams(own).run();
            }));
            tasks.add(Eventlet.spawn(() -> {
                pipeBytes += new SoakPipe(own.nextLong(), own).run();
            }));
        }
        for (GreenThread<Void> task : tasks) {
            task.await();
        }
        server.awaitHandled(count);
        server.stop();
        serving.get(20, TimeUnit.SECONDS);
        settle();
    }

    private GreenThread<Void> spawnClient(SocketAddress address, Random random) {
        Random own = new Random(random.nextLong());
        Ledger ledger = new Ledger(connections++, address, own);
        ledgers.put(ledger.id, ledger);
        boolean plain = ledger.client == Ledger.Client.PLAIN || ledger.client == Ledger.Client.PLAIN_RESETS;
        return plain
                ? Eventlet.spawn(() -> new SoakPlainClient(ledger, own).run())
                : Eventlet.spawn(() -> new SoakClient(ledger, own).run());
    }

    private void settle() {
        for (Ledger ledger : ledgers.values()) {
            ledger.settle();
            bytes += ledger.received + ledger.back;
        }
        ledgers.clear();
        Left.assertNothing();
    }

    private static long descriptors() throws IOException {
        Path all = Path.of("/proc/self/fd");
        if (!Files.isDirectory(all)) {
            return 0; // told by Linux only
        }
        try (Stream<Path> entries = Files.list(all)) {
            return entries.count();
        }
    }

    /** Those of the servers' loops are closed a moment after their threads have ended. */
    private static void awaitDescriptors(long before, long seed) throws IOException {
        for (int i = 0; i < 500 && descriptors() > before; i++) {
            Eventlet.sleep(Duration.ofMillis(10));
        }
        long after = descriptors();
        assertTrue(after <= before, () -> "seed " + seed + ": " + before + " descriptors before, " + after + " after");
    }
}
