package io.greendoor.backdoor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a door can listen on; every suite runs on each. */
public enum Transport {
    TCP {
        @Override
        public SocketAddress freeAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        }
    },
    UNIX {
        @Override
        public SocketAddress freeAddress() throws IOException {
            Path directory = Files.createTempDirectory("greendoor-test");
            directory.toFile().deleteOnExit(); // is empty by then: a door removes its socket
            return UnixDomainSocketAddress.of(directory.resolve("door.sock"));
        }
    };

    public abstract SocketAddress freeAddress() throws IOException;
}
