package io.greendoor.door;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a door is. */
sealed interface Address {

    /** Connects, or says in a sentence why not. */
    SocketChannel connect() throws DoorError;

    /** A port, {@code host:port} or {@code [address]:port}; with a slash it is the path of a unix-domain socket. */
    static Address parse(String text) throws DoorError {
        if (text.contains("/")) {
            return new Unix(Path.of(text));
        }
        int colon = text.lastIndexOf(':');
        String host = colon <= 0 ? "localhost" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535 || Integer.parseInt(port) == 0) {
            throw DoorError.usage("\"" + text + "\" is no address: write 3000, localhost:3000,"
                    + " or the path of a socket with a / in it, as ./door.sock");
        }
        return new Tcp(host, Integer.parseInt(port));
    }

    /** A port of a host. */
    record Tcp(String host, int port) implements Address {

        private static final int PATIENCE_MILLIS = 10_000;

        @Override
        public SocketChannel connect() throws DoorError {
            String where = host + ":" + port;
            try {
                return connectToAny(InetAddress.getAllByName(host));
            } catch (UnknownHostException e) {
                throw DoorError.connection("the host " + host + " is not known");
            } catch (ConnectException e) {
                throw DoorError.connection("nobody listens on " + where + ": is the server up, and is this its door?");
            } catch (SocketTimeoutException e) {
                throw DoorError.connection(where + " does not answer");
            } catch (IOException e) {
                throw DoorError.connection("cannot connect to " + where + ": " + e.getMessage());
            }
        }

        /** To the first address of the host where somebody listens. */
        private SocketChannel connectToAny(InetAddress[] addresses) throws IOException {
            IOException why = new ConnectException();
            for (InetAddress address : addresses) {
                SocketChannel channel = SocketChannel.open();
                try {
                    channel.socket().connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    return channel;
                } catch (IOException e) {
                    channel.close();
                    why = e;
                }
            }
            throw why;
        }
    }

    /** A unix-domain socket. */
    record Unix(Path path) implements Address {

        @Override
        public SocketChannel connect() throws DoorError {
            if (!Files.exists(path)) {
                throw DoorError.connection("there is no socket " + path.toAbsolutePath()
                        + ": is the server up? If it is, this user may not see into the folder");
            }
            try {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                try {
                    channel.connect(UnixDomainSocketAddress.of(path));
                    return channel;
                } catch (IOException e) {
                    channel.close();
                    throw e;
                }
            } catch (IOException e) {
                throw DoorError.connection(sentence(String.valueOf(e.getMessage())));
            }
        }

        private String sentence(String why) {
            if (why.contains("Permission denied")) {
                return "this user may not use the socket " + path.toAbsolutePath() + owner();
            }
            if (why.contains("refused")) {
                return "nobody listens on " + path.toAbsolutePath() + ": its server has ended, or it is no socket";
            }
            return "cannot connect to " + path.toAbsolutePath() + ": " + why;
        }

        private String owner() {
            try {
                String owner = Files.getOwner(path).getName();
                return ", which is " + owner + "'s: sudo -u " + owner + " door ...";
            } catch (IOException e) {
                return ": " + e.getMessage();
            }
        }
    }
}
