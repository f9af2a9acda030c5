package io.greendoor.door;

import io.greendoor.backdoor.BackdoorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;

/** How the client reaches the server; every suite runs on each. */
enum Transport {
    TCP {
        @Override
        SocketAddress freeAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        }
    },
    UNIX {
        @Override
        SocketAddress freeAddress() throws IOException {
            return UnixDomainSocketAddress.of(
                    Files.createTempDirectory("greendoor-test").resolve("door.sock"));
        }
    };

    abstract SocketAddress freeAddress() throws IOException;

    /** As it is written on the command line. */
    static String argument(BackdoorServer server) {
        return server.address() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : server.address().toString();
    }
}
