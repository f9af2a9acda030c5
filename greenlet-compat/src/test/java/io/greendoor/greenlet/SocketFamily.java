package io.greendoor.greenlet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;

/** The kinds of stream sockets that every test of sockets runs on. */
enum SocketFamily {
    TCP {
        @Override
        SocketAddress freeAddress(Path directory) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        }

        @Override
        ServerSocketChannel openPlainListener() throws IOException {
            return ServerSocketChannel.open(StandardProtocolFamily.INET);
        }

        @Override
        List<String> netcat(SocketAddress address) {
            return List.of("nc", "-N", "127.0.0.1", Integer.toString(((InetSocketAddress) address).getPort()));
        }
    },

    UNIX {
        @Override
        SocketAddress freeAddress(Path directory) {
            return UnixDomainSocketAddress.of(directory.resolve("socket"));
        }

        @Override
        ServerSocketChannel openPlainListener() throws IOException {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        }

        @Override
        List<String> netcat(SocketAddress address) {
            return List.of("nc", "-N", "-U", address.toString());
        }
    };

    /** An address to listen on. */
    abstract SocketAddress freeAddress(Path directory);

    abstract ServerSocketChannel openPlainListener() throws IOException;

    /** The command that connects standard input and output to the address. */
    abstract List<String> netcat(SocketAddress address);
}
