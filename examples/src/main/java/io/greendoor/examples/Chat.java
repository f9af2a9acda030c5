package io.greendoor.examples;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenPool;
import io.greendoor.greenlet.GreenQueue;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.Greenlet;
import io.greendoor.greenlet.QueueFull;
import io.greendoor.greenlet.Timeout;
import io.greendoor.greenlet.Tpool;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A chat server: rooms, time limits, a pool of workers, producers and consumers. The port of {@code chat.py}, function
 * by function; docs/porting.md puts it beside the original.
 */
@SuppressWarnings("NullAway") // null is where the original has None
public final class Chat {

    private static final Duration GRACE = Duration.ofSeconds(1); // that who leaves may take to read the rest

    /** People who hear each other. */
    private static final class Room {
        private final String name;
        private final Map<String, Client> members = new LinkedHashMap<>();
        private final GreenQueue<String> said = new GreenQueue<>(16); // who talks waits while the room lags behind

        Room(String name) {
            this.name = name;
            Eventlet.spawn(this::tell);
        }

        @Suspendable
        private void tell() {
            while (true) {
                String line = said.get();
                for (Client member : List.copyOf(members.values())) {
                    member.send(line);
                }
            }
        }

        @Suspendable
        void enter(Client client) {
            members.put(client.name, client);
            said.put("* " + client.name + " enters " + name);
        }

        @Suspendable
        void leave(Client client) {
            members.remove(client.name);
            said.put("* " + client.name + " leaves " + name);
        }
    }

    /** One connection, and who is at its other end. */
    private static final class Client {
        private final Chat chat;
        private final GreenSocket sock;
        private @Nullable String name;
        private @Nullable Room room;
        private String received = ""; // bytes, each as a character
        private final GreenQueue<String> outbox = new GreenQueue<>(32);
        private final Greenlet task = Eventlet.getCurrent();
        private final GreenThread<Void> writer = Eventlet.spawn(this::write);

        Client(Chat chat, GreenSocket sock) {
            this.chat = chat;
            this.sock = sock;
        }

        @Suspendable
        private void write() {
            try {
                String line = outbox.get();
                while (line != null) {
                    sock.sendAll((line + "\n").getBytes(StandardCharsets.UTF_8));
                    line = outbox.get();
                }
            } catch (IOException e) {
                return; // the reader hears of it, too
            }
        }

        @Suspendable
        void send(String line) {
            try {
                outbox.putNowait(line);
            } catch (QueueFull full) {
                Eventlet.kill(task); // does not read: keeps nobody waiting
            }
        }

        @Suspendable
        private @Nullable String readLine() throws IOException {
            while (!received.contains("\n")) {
                byte[] data = sock.recv(4096);
                if (data.length == 0) {
                    return null;
                }
                received += new String(data, StandardCharsets.ISO_8859_1);
            }
            String[] parts = received.split("\n", 2);
            received = parts[1];
            return new String(parts[0].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
        }

        @Suspendable
        void run() throws IOException {
            try {
                logIn();
                String line = nextLine();
                while (line != null && !line.equals("/quit")) {
                    obey(line);
                    line = nextLine();
                }
            } catch (Timeout silence) {
                send("* you were silent for too long");
            } finally {
                close();
            }
        }

        @Suspendable
        @SuppressWarnings("try") // the limit is not mentioned in its block
        private void logIn() throws IOException {
            send("* who are you?");
            String name;
            try (Timeout limit = new Timeout(chat.silence)) {
                name = readLine();
                while (name != null && (name.isEmpty() || chat.clients.containsKey(name))) {
                    send("* choose another name");
                    name = readLine();
                }
            }
            if (name != null) {
                this.name = name;
                chat.clients.put(name, this);
                join("hall");
            }
        }

        @Suspendable
        private @Nullable String nextLine() {
            if (room == null) {
                return null;
            }
            return Eventlet.withTimeout(chat.silence, this::readLine);
        }

        @Suspendable
        private void obey(String line) {
            String[] words = line.split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            if (!line.startsWith("/")) {
                say(line);
                return;
            }
            switch (words[0]) {
                case "/join" -> join(rest);
                case "/who" -> send("* " + String.join(" ", new TreeSet<>(room.members.keySet())));
                case "/digest" -> digest(rest);
                case "/later" -> later(rest);
                case "/shutdown" -> chat.stopped.send(name);
                default -> send("* there is no " + words[0]);
            }
        }

        @Suspendable
        private void say(String text) {
            room.said.put(name + ": " + text);
        }

        @Suspendable
        private void join(String name) {
            if (room != null) {
                room.leave(this);
            }
            room = chat.room(name);
            room.enter(this);
        }

        @Suspendable
        private void digest(String text) {
            GreenThread<String> job = chat.workers.spawn(() -> Tpool.execute(() -> Chat.digest(text)));
            send(Eventlet.withTimeout(Duration.ofSeconds(5), job::await, "* that takes too long"));
        }

        @Suspendable
        private void later(String rest) {
            String[] words = rest.split(" ", 2);
            try {
                Duration delay = Duration.ofMillis((long) (1000 * Double.parseDouble(words[0])));
                Eventlet.spawnAfterLocal(delay, () -> say(words.length > 1 ? words[1] : ""));
            } catch (NumberFormatException e) {
                send("* in how many seconds?");
            }
        }

        @Suspendable
        private void close() throws IOException {
            if (room != null) {
                chat.clients.remove(name);
                room.leave(this);
            }
            Timeout.silently(GRACE, () -> {
                outbox.put(null);
                writer.await();
            });
            writer.kill();
            sock.close();
        }
    }

    private final Duration silence;
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final GreenPool connections = new GreenPool(100);
    private final GreenPool workers = new GreenPool(2);
    private final Event<String> stopped = new Event<>();

    private Chat(Duration silence) {
        this.silence = silence;
    }

    private Room room(String name) {
        return rooms.computeIfAbsent(name, Room::new);
    }

    @Suspendable
    private void serve(GreenServerSocket listener) throws IOException {
        while (true) {
            GreenSocket sock = listener.accept().socket();
            connections.spawnN(() -> handle(sock));
        }
    }

    @Suspendable
    private void handle(GreenSocket sock) throws IOException {
        new Client(this, sock).run();
    }

    @Suspendable
    private void stop() {
        for (Client client : List.copyOf(clients.values())) {
            client.send("* the server stops");
            Eventlet.kill(client.task);
        }
        connections.waitAll();
    }

    private static String digest(String text) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    /**
     * Runs until a client says {@code /shutdown}.
     *
     * @param args the port, by default 6000, and after how many seconds of silence a client is thrown out
     */
    @Suspendable
    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 6000;
        int silence = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        GreenServerSocket listener = Eventlet.listen("127.0.0.1", port);
        Chat chat = new Chat(Duration.ofSeconds(silence));
        GreenThread<Void> server = Eventlet.spawn(() -> chat.serve(listener));
        System.out.println("listening on 127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort());
        System.out.println("stopped by " + chat.stopped.await());
        server.kill();
        chat.stop();
        listener.close();
    }
}
