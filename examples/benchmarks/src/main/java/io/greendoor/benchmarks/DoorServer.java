package io.greendoor.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import io.greendoor.backdoor.Backdoor;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.scheduler.LoopOptions;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.FileHandler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * A server with a door, in a JVM of its own, whose loop has a task that sleeps for 1 ms over and over. It listens on a
 * free port of the loopback address, which it prints, and on a unix-domain socket, and answers questions on its standard
 * input, in nanoseconds and bytes. It ends with its standard input.
 */
final class DoorServer {

    private static final Duration BEAT = Duration.ofMillis(1);
    private static final String MAKER = "greendoor-interpreter-maker";

    /** The JDK's log manager forgets loggers that nobody holds, and what was set on them. */
    private static final List<Logger> LOGGERS = new ArrayList<>();

    private final LoopSpans spans = new LoopSpans();
    private LoopSpans.Span held = LoopSpans.Span.NONE; // as was answered last
    private final AtomicLong latest = new AtomicLong();

    private DoorServer() {}

    /**
     * Serves.
     *
     * @param arguments the path of the unix-domain socket
     */
    @Suspendable
    public static void main(String[] arguments) throws Exception {
        new DoorServer().serve(Path.of(arguments[0]));
    }

    @Suspendable
    private void serve(Path file) throws IOException {
        logTo(file.resolveSibling("door.log"));
        Thread answers = new Thread(this::answer, "answers");
        answers.setDaemon(true);
        answers.start();
        Scheduler.open(LoopOptions.DEFAULT.time(spans)); // this thread's from now on
        GreenServerSocket tcp = Eventlet.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        GreenServerSocket unix = Eventlet.listen(UnixDomainSocketAddress.of(file));
        Map<String, Object> locals = new ConcurrentHashMap<>(Map.of("app", new DoorApp()));
        Eventlet.spawn(this::beat);
        Eventlet.spawn(() -> Backdoor.backdoorServer(unix, locals));
        System.out.println(((InetSocketAddress) tcp.localAddress()).getPort());
        Backdoor.backdoorServer(tcp, locals);
    }

    /** What is logged is a part of what the loop does, and would be in the way of the progress of who measures. */
    private static void logTo(Path file) throws IOException {
        FileHandler handler = new FileHandler(file.toString());
        handler.setFormatter(new SimpleFormatter());
        Logger logger = Logger.getLogger("io.greendoor");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        LOGGERS.add(logger);
    }

    @Suspendable
    private void beat() {
        while (true) {
            long begun = System.nanoTime();
            Eventlet.sleep(BEAT);
            latest.accumulateAndGet(System.nanoTime() - begun - BEAT.toNanos(), Math::max);
        }
    }

    private void answer() {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                System.out.println(answer(question));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().halt(0);
    }

    private long answer(String question) {
        return switch (question) {
            case "held" -> {
                held = spans.takeLongest();
                yield held.nanos();
            }
            case "heldCpu" -> held.cpuNanos();
            case "heldWithProcessor" -> spans.takeLongestWithProcessor();
            case "heldOwn" -> spans.takeLongestOwn();
            case "late" -> latest.getAndSet(0);
            case "heap" -> Heap.used();
            case "metaspace" ->
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().equals("Metaspace"))
                        .mapToLong(pool -> pool.getUsage().getUsed())
                        .sum();
            case "threads" -> ManagementFactory.getThreadMXBean().getThreadCount();
            case "descriptors" -> descriptors();
            case "makers" ->
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals(MAKER))
                        .count();
            default -> throw new IllegalArgumentException("not a question: " + question);
        };
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
    }
}
