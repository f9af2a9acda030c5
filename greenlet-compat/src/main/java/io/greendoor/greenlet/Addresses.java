package io.greendoor.greenlet;

import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns names into addresses without holding the loop. */
// A look-up goes to the threads of offload(), and not to those of Tpool, of which there may be none. Whoever gives the
// wait up abandons it: it runs to its end there, and nobody hears of its result.
final class Addresses {

    /** With the JDK's look-up: the system's, as a rule. */
    static final Addresses SYSTEM = new Addresses(InetAddress::getAllByName);

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern LITERAL =
            Pattern.compile(BYTE + "(\\." + BYTE + "){3}|\\[?[0-9a-f:][0-9a-f.]*:.*", Pattern.CASE_INSENSITIVE);

    private final Lookup lookup;

    /** Asks for the addresses of a name, on a thread that may block. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    Addresses(Lookup lookup) {
        this.lookup = lookup;
    }

    /** An address that is still a name, checked. */
    static SocketAddress unresolved(String host, int port) {
        return InetSocketAddress.createUnresolved(Objects.requireNonNull(host, "host"), port);
    }

    /** The first of {@link #resolveAll}. */
    @Suspendable
    SocketAddress resolve(SocketAddress address) throws IOException {
        return resolveAll(address).get(0);
    }

    /** The addresses that a name has, in the order in which they are to be tried; what is no name stays as it is. */
    @Suspendable
    List<SocketAddress> resolveAll(SocketAddress address) throws IOException {
        Objects.requireNonNull(address, "address");
        if (!(address instanceof InetSocketAddress name) || !name.isUnresolved()) {
            return List.of(address);
        }
        return Stream.of(lookUp(name.getHostString()))
                .<SocketAddress>map(each -> new InetSocketAddress(each, name.getPort()))
                .toList();
    }

    @Suspendable
    private InetAddress[] lookUp(String host) throws IOException {
        if (host.equalsIgnoreCase("localhost")) {
            // Not looked up: it might answer with ::1, and then the 127.0.0.1 that everybody types would be refused.
            return new InetAddress[] {InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1})};
        }
        if (isLiteral(host)) {
            return InetAddress.getAllByName(host);
        }
        return Objects.requireNonNull(Coroutines.offload(() -> lookup.lookUp(host)));
    }

    /** Whether it is a numeric address, or wrong: the JDK looks nothing up for it. What only might be one is a name. */
    static boolean isLiteral(String host) {
        return host.isEmpty() || LITERAL.matcher(host).matches();
    }
}
