package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Connects to an address, or to one of those that a name has: Python's {@code create_connection}. */
final class Dialer {

    private Dialer() {}

    /** Tries one after the other. The first failure is thrown, the later ones suppressed into it. */
    @Suspendable
    static GreenSocket connect(SocketAddress address, Addresses addresses) throws IOException {
        IOException failure = null;
        for (SocketAddress each : addresses.resolveAll(address)) {
            try {
                return GreenSocket.connect(openFor(each), each);
            } catch (IOException e) {
                failure = joined(failure, e);
            }
        }
        throw Objects.requireNonNull(failure); // a name has one address at least
    }

    private static SocketChannel openFor(SocketAddress address) throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    private static IOException joined(@Nullable IOException first, IOException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }
}
