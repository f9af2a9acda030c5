package io.greendoor.backdoor;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** How addresses stand in the log: numeric, IPv6 in brackets; a unix-domain client has none. */
final class Peer {

    private Peer() {}

    /** {@code backdoor to HOST:PORT}; of a unix-domain client {@code backdoor opened}. */
    static String opened(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? "backdoor to " + text(inet) : "backdoor opened";
    }

    /** {@code backdoor closed to HOST:PORT}; of a unix-domain client {@code backdoor closed}. */
    static String closed(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? "backdoor closed to " + text(inet) : "backdoor closed";
    }

    /** {@code backdoor server listening on HOST:PORT}, or on a path. */
    static String listening(SocketAddress address) {
        return "backdoor server listening on " + text(address);
    }

    static String text(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            return unix.getPath().toString();
        }
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return address.toString();
        }
        String host = inet.getAddress().getHostAddress();
        return (inet.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + inet.getPort();
    }

    /** Where a client comes from, whatever its port: its host, or for all unix-domain clients the same. */
    static Object origin(SocketAddress address) {
        boolean isKnown = address instanceof InetSocketAddress inet && !inet.isUnresolved();
        return isKnown ? ((InetSocketAddress) address).getAddress() : "unix";
    }

    /** Whether only this machine can reach it. */
    static boolean isLocal(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress
                || (address instanceof InetSocketAddress inet
                        && !inet.isUnresolved()
                        && inet.getAddress().isLoopbackAddress());
    }
}
