package io.greendoor.door;

import io.greendoor.backdoor.BackdoorServer;
import java.net.InetSocketAddress;

/** Where a server's door is, as that is written on the command line. */
final class DoorAddress {

    private DoorAddress() {}

    static String of(BackdoorServer server) {
        return server.address() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : server.address().toString();
    }
}
