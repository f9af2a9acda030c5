package io.greendoor.backdoor;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A program with a door whose loop ticks, for {@link LoopNotHeldTest}: it types commands at its own door, and prints for how long each of them
 * held the loop.
 */
// A command's hold is the longest time between two ticks of a green task that sleeps for 1 ms over and over, from the
// sending of the command to the next prompt. On a busy machine with few processors that time has also in it what is
// nobody's doing here, and which is taken off: what the loop's threads waited for a processor (Linux tells), or what a
// plain thread missed that ticks in the same way (pauses of the collector, of the machine), whichever is more.
// The processor time of the loop's thread would not do instead: on the engine `thread` a task has a thread of its own,
// and a loop that waits for a lock is held as well.
final class TickingServer {
    private static final long TICK_NANOS = 1_000_000;
    private static final String LOOP = "ticking-loop";
    private static final String CONTROL = "control";

    /** From when to when a ticker was not heard of, and how long its threads waited for a processor meanwhile. */
    record Gap(long from, long to, long waited) {
        long lasts() {
            return to - from;
        }

        long overlap(Gap other) {
            return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
        }
    }

    /** Gaps of more than two ticks. */
    private static final class Ticker {
        private final List<Gap> gaps = new ArrayList<>();
        private final RunQueue threads;
        private long last = System.nanoTime();
        private long waited;

        Ticker(RunQueue threads) {
            this.threads = threads;
        }

        synchronized void tick() {
            long now = System.nanoTime();
            long waitedNow = threads.waitedNanos();
            if (now - last > 2 * TICK_NANOS) {
                gaps.add(new Gap(last, now, waitedNow - waited));
            }
            waited = waitedNow;
            last = System.nanoTime();
        }

        synchronized List<Gap> takeGaps() {
            List<Gap> taken = new ArrayList<>(gaps);
            gaps.clear();
            return taken;
        }
    }

    /** An object of the application's. */
    public static final class App {
        private int requests;

        public int requests() {
            return ++requests;
        }
    }

    private final Ticker loop = new Ticker(new RunQueue(LOOP, "greendoor-fiber", "ForkJoinPool"));
    private final Ticker plain = new Ticker(new RunQueue(CONTROL));

    private TickingServer() {}

    /** Prints a line for each command: the hold, and the longest gaps of the loop's ticks and of the plain thread's, in microseconds. */
    @Suspendable
    public static void main(String[] args) throws Exception {
        new TickingServer().run(Integer.parseInt(args[0]));
    }

    @Suspendable
    private void run(int commands) throws Exception {
        Thread control = new Thread(this::tickPlainly, CONTROL);
        control.setDaemon(true);
        control.start();
        LoopThread server = new LoopThread(LOOP);
        GreenServerSocket listening = server.run(() -> Eventlet.listen("localhost", 0));
        server.run(() -> {
            Map<String, Object> locals = new ConcurrentHashMap<>(Map.of("app", new App()));
            Eventlet.spawn(() -> Backdoor.backdoorServer(listening, locals));
            Eventlet.spawn(this::tickGreenly);
            return null;
        });
        type((InetSocketAddress) listening.localAddress(), commands);
        Runtime.getRuntime().exit(0);
    }

    @Suspendable
    private Void tickGreenly() {
        while (true) {
            loop.tick();
            Eventlet.sleep(Duration.ofNanos(TICK_NANOS));
        }
    }

    private void tickPlainly() {
        while (true) {
            plain.tick();
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private void type(InetSocketAddress address, int commands) throws IOException {
        awaitSpareInterpreter();
        try (DoorClient client = new DoorClient(address)) {
            loop.takeGaps();
            plain.takeGaps();
            client.readUntilPrompt();
            for (int i = 0; i < commands; i++) {
                String command = command(i);
                client.type(command);
                print(command);
            }
        }
    }

    /** The thread that makes it goes when it has nothing more to make. */
    private static void awaitSpareInterpreter() {
        Await.until(() -> !Threads.named("greendoor-interpreter-maker").isEmpty(), () -> "none is made");
        Await.until(() -> Threads.named("greendoor-interpreter-maker").isEmpty(), () -> "it is not made");
    }

    private static String command(int i) {
        return switch (i % 8) {
            case 0 -> "1+1";
            case 1 -> "app.requests()";
            case 2 -> "int x" + i + " = " + i;
            case 3 -> "x" + (i - 1) + " = x" + (i - 1) + " + 1";
            case 4 -> "\"requests: \" + app.requests() + \", x: \" + x" + (i - 2);
            case 5 -> "var list" + i + " = new ArrayList<>(List.of(1, 2, 3))";
            case 6 -> "list" + (i - 1) + ".stream().map(n -> n * 2).toList()";
            default -> "for (int i = 0; i < 3; i++) list" + (i - 2) + ".add(i)";
        };
    }

    private void print(String command) {
        List<Gap> gaps = loop.takeGaps();
        List<Gap> shared = plain.takeGaps();
        long hold = 0;
        for (Gap gap : gaps) {
            long missed = shared.stream().mapToLong(gap::overlap).sum();
            hold = Math.max(hold, gap.lasts() - Math.max(missed, gap.waited()));
        }
        System.out.println(hold / 1000 + " " + longest(gaps) / 1000 + " " + longest(shared) / 1000 + " " + command);
    }

    private static long longest(List<Gap> gaps) {
        return gaps.stream().mapToLong(Gap::lasts).max().orElse(0);
    }
}
