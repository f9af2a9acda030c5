package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a thread leaves behind when it ends is let go, within seconds. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class EndedThreadTest {
    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void aGreenThreadThatHadNotStartedIsDeadToItsWaiters() throws Exception {
        GreenThread<Void> orphan = OtherThread.run(() -> Eventlet.spawn(() -> {
            log.add("runs");
        }));

        assertThrows(GreenletExit.class, orphan::await);
        assertTrue(orphan.isDead());
        assertEquals(List.of(), log);
    }

    @Test
    void oneThatWasToStartMuchLaterIsDeadToItsWaitersToo() throws Exception {
        GreenThread<Void> orphan = OtherThread.run(() -> Eventlet.spawnAfter(Duration.ofHours(1), () -> {
            log.add("runs");
        }));

        assertThrows(GreenletExit.class, orphan::await);
        assertTrue(orphan.isDead());
        assertEquals(List.of(), log);
    }

    @Test
    void oneThatHadNotStartedDiesWithItsLinksCalled() throws Exception {
        CountDownLatch linked = new CountDownLatch(1);
        OtherThread.run(() -> {
            GreenThread<String> orphan = Eventlet.spawn(() -> "value");
            orphan.link(ended -> linked.countDown());
            return null;
        });

        OtherThread.await(linked);
    }

    @Test
    void aTaskInABlockingCallOfTheJdksIsUnwound() throws Exception {
        assumeTrue(Hubs.getHub().engine().equals("loom"), "a blocking call holds up the loop of this engine");
        CountDownLatch unwound = new CountDownLatch(1);
        GreenThread<Void> orphan = OtherThread.run(() -> {
            GreenThread<Void> task = Eventlet.spawn(() -> {
                try {
                    Thread.sleep(3_600_000); // the blocking call that is tested: interrupted, never slept out
                } finally {
                    unwound.countDown();
                }
            });
            Eventlet.sleep();
            return task;
        });

        OtherThread.await(unwound);
        assertThrows(GreenletExit.class, orphan::await);
    }

    @Test
    void theDescriptorsOfALoopThatNeverHadATaskAreClosed() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "no " + descriptors);
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long before = count(descriptors);
            for (int i = 0; i < 30; i++) {
                OtherThread.run(() -> readOneByte(listener));
            }

            long bound = before + 10; // of 60 and more
            for (int tries = 0; count(descriptors) > bound && tries < 500; tries++) {
                Eventlet.sleep(Duration.ofMillis(20));
            }
            long after = count(descriptors);
            assertTrue(after <= bound, () -> after + " descriptors, and before " + before);
        }
    }

    @Suspendable
    private static Void readOneByte(ServerSocket listener) throws IOException {
        try (GreenSocket client = Eventlet.connect(listener.getLocalSocketAddress());
                Socket server = listener.accept()) {
            server.getOutputStream().write(1);
            assertEquals(1, client.recv(1).length);
        }
        return null;
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }
}
