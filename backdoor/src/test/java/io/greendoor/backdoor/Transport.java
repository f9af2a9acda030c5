package io.greendoor.backdoor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;

/** What a door can listen on; every suite runs on each. */
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
}
