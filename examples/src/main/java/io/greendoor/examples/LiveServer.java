package io.greendoor.examples;

import io.greendoor.backdoor.Backdoor;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A running server with a door: {@code mvn -q -Prun}, then connect as it says.
 *
 * <p>The server, its clients and the prompt are green tasks of the main thread.
 */
public final class LiveServer {

    private static final int PREFERRED_PORT = 3000;
    private static final int CLIENTS = 4;

    private LiveServer() {}

    /**
     * Runs until it is killed.
     *
     * @param args the door's TCP port: by default 3000, or a free one where that is taken
     */
    @Suspendable
    public static void main(String[] args) throws Exception {
        WordServer app = new WordServer(Eventlet.listen("localhost", 0));
        app.start();
        List<BusyClient> clients = startClients(app);

        Map<String, Object> locals = new ConcurrentHashMap<>(Map.of("app", app, "client", clients.get(0)));
        GreenServerSocket tcp =
                args.length > 0 ? Eventlet.listen("localhost", Integer.parseInt(args[0])) : listenOnPreferred();
        Path file = Files.createTempDirectory("greendoor").resolve("door.sock");
        GreenServerSocket unix = Eventlet.listen(UnixDomainSocketAddress.of(file));
        Eventlet.spawn(() -> Backdoor.backdoorServer(unix, locals));
        System.out.println(invitation(((InetSocketAddress) tcp.localAddress()).getPort(), file));
        Backdoor.backdoorServer(tcp, locals);
    }

    private static List<BusyClient> startClients(WordServer app) {
        List<BusyClient> clients = new ArrayList<>();
        for (int seed = 1; seed <= CLIENTS; seed++) {
            BusyClient client = new BusyClient(app.address(), seed);
            clients.add(client);
            Eventlet.spawnAfter(Duration.ofMillis(100L * seed), client::run);
        }
        return clients;
    }

    @Suspendable
    private static GreenServerSocket listenOnPreferred() throws IOException {
        try {
            return Eventlet.listen("localhost", PREFERRED_PORT);
        } catch (BindException taken) {
            return Eventlet.listen("localhost", 0);
        }
    }

    private static String invitation(int port, Path file) {
        return """
                A server is running, with four clients that keep it busy. Walk in from another terminal:

                    telnet localhost %d
                    nc localhost %d
                    nc -U %s

                and at the prompt type, for instance:

                    app
                    app.requests()
                    app.pace(Duration.ofMillis(300))
                    app.backlog()
                    dir(app)
                    exit()

                Ctrl-C here ends the server.
                """.formatted(port, port, file);
    }
}
