package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;

/** Turns names into addresses without holding the loop. */
final class Addresses {

    private Addresses() {}

    @Suspendable
    static InetSocketAddress resolve(String host, int port) throws IOException {
        Objects.requireNonNull(host, "host");
        if (host.equalsIgnoreCase("localhost")) {
            // Not looked up: it might answer with ::1, and then the 127.0.0.1 that everybody types would be refused.
            return new InetSocketAddress(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), port);
        }
        InetAddress address =
                isLiteral(host) ? InetAddress.getByName(host) : Tpool.execute(() -> InetAddress.getByName(host));
        return new InetSocketAddress(Objects.requireNonNull(address), port);
    }

    @Suspendable
    static SocketAddress resolve(SocketAddress address) throws IOException {
        Objects.requireNonNull(address, "address");
        return address instanceof InetSocketAddress inet && inet.isUnresolved()
                ? resolve(inet.getHostString(), inet.getPort())
                : address;
    }

    /** Whether it is a numeric address, which needs no look-up. */
    private static boolean isLiteral(String host) {
        return host.isEmpty()
                || host.indexOf(':') >= 0
                || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
