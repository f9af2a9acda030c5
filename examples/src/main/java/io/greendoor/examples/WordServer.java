package io.greendoor.examples;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenSemaphore;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.scheduler.Suspendable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * A server in eventlet's style: clients send lines of text, which queue up as jobs; a worker counts their words, and
 * each client gets the number of its line's words back.
 *
 * <p>All of it is green tasks on one thread, so nothing here is locked; the prompt of the backdoor runs on that
 * thread as well, and may call everything.
 */
public final class WordServer {

    private record Job(String line, GreenSocket client) {}

    private final GreenServerSocket listening;
    private final Queue<Job> queue = new ArrayDeque<>();
    private final GreenSemaphore queued = new GreenSemaphore(0);
    private final List<SocketAddress> connections = new ArrayList<>();
    private final Map<String, Integer> words = new TreeMap<>();
    private final List<GreenThread<Void>> tasks = new ArrayList<>();
    private Duration pace = Duration.ofMillis(20);
    private long requests;

    /** Makes a server for a socket that listens; {@link #start} starts it. */
    public WordServer(GreenServerSocket listening) {
        this.listening = listening;
    }

    /** Starts to accept and to work, on the calling thread's loop. */
    public void start() {
        tasks.add(Eventlet.spawn(() -> Eventlet.serve(listening, this::receive)));
        tasks.add(Eventlet.spawn(this::work));
    }

    /** Stops both, and closes the socket. */
    public void stop() throws IOException {
        tasks.forEach(GreenThread::kill);
        tasks.clear();
        listening.close();
    }

    private void receive(GreenSocket client, SocketAddress peer) throws IOException {
        connections.add(peer);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.inputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                queue.add(new Job(line, client));
                queued.release();
            }
        } finally {
            connections.remove(peer);
        }
    }

    @Suspendable
    private void work() throws IOException {
        while (true) {
            queued.acquire();
            Job job = queue.remove();
            Eventlet.sleep(pace); // what the work would take
            requests++;
            String text = job.line.strip();
            String[] found = text.isEmpty() ? new String[0] : text.split("\\s+");
            for (String word : found) {
                words.merge(word, 1, Integer::sum);
            }
            answer(job.client, found.length + "\n");
        }
    }

    @Suspendable
    private static void answer(GreenSocket client, String text) {
        try {
            client.sendAll(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return; // a client that does not wait for its answer is no failure of the server's
        }
    }

    /** Where it listens. */
    public SocketAddress address() {
        return listening.localAddress();
    }

    /** How many jobs are done. */
    public long requests() {
        return requests;
    }

    /** How many jobs wait. */
    public int backlog() {
        return queue.size();
    }

    /** Who is connected. */
    public List<SocketAddress> connections() {
        return List.copyOf(connections);
    }

    /** The most frequent words, with how often they came. */
    public Map<String, Integer> top(int count) {
        Map<String, Integer> top = new LinkedHashMap<>();
        words.entrySet().stream()
                .sorted(Collections.reverseOrder(Map.Entry.comparingByValue()))
                .limit(count)
                .forEach(entry -> top.put(entry.getKey(), entry.getValue()));
        return top;
    }

    /** How long a job takes. */
    public Duration pace() {
        return pace;
    }

    /** Makes each job take so long from now on: watch {@link #backlog} grow, or drain. */
    public void pace(Duration pace) {
        this.pace = pace;
    }

    @Override
    public String toString() {
        return "WordServer[" + requests + " requests, " + queue.size() + " waiting, " + connections.size()
                + " connections]";
    }
}
