package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Peers that are not ours. */
class RealPeersTest extends SocketTestCase {

    @Test
    void aBlockingServerOfTheJdkAnswersAGreenClientWhileOthersRun() throws Exception {
        try (ServerSocketChannel plain = family.openPlainListener()) {
            plain.bind(family.freeAddress(directory));
            Event<Void> mayAnswer = new Event<>();
            OtherThread<Void> server = OtherThread.start("plain server", () -> {
                try (SocketChannel socket = plain.accept()) {
                    ByteBuffer got = ByteBuffer.allocate(100);
                    while (socket.read(got) >= 0) {
                        Thread.onSpinWait(); // the client half-closes
                    }
                    mayAnswer.await();
                    socket.write(ByteBuffer.wrap(bytes("you said ")));
                    socket.write(got.flip());
                }
                return null;
            });
            GreenThread<Void> client = Eventlet.spawn(() -> {
                try (GreenSocket socket = Eventlet.connect(plain.getLocalAddress())) {
                    socket.sendAll(bytes("hello"));
                    socket.shutdownOutput();
                    log.add("client got " + recvAll(socket));
                }
            });
            GreenThread<Void> other = Eventlet.spawn(() -> {
                Eventlet.sleep(MOMENT);
                log.add("other");
                mayAnswer.send(null);
            });
            client.await();
            other.await();
            server.join();
        }

        assertEquals(List.of("other", "client got you said hello"), log);
    }

    @Test
    void netcatTalksToAGreenServer() throws Exception {
        Assumptions.assumeTrue(isInstalled("nc") || System.getenv("CI") != null, "nc is not installed");
        try (GreenServerSocket listener = listen()) {
            Event<String> answer = new Event<>();
            OtherThread<Void> netcat = OtherThread.start("netcat", () -> {
                Process process = new ProcessBuilder(family.netcat(listener.localAddress()))
                        .redirectErrorStream(true)
                        .start();
                process.outputWriter().append("hello\nthere\n").close();
                answer.send(text(process.getInputStream().readAllBytes()));
                process.waitFor();
                return null;
            });
            try (GreenSocket socket = listener.accept().socket()) {
                String got = recvAll(socket);
                log.add("server got " + got.replace('\n', '/'));
                socket.sendAll(bytes("welcome\n"));
            }
            log.add("netcat got " + answer.await());
            netcat.join();
        }

        assertEquals(List.of("server got hello/there/", "netcat got welcome\n"), log);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each).resolve(program)));
    }
}
