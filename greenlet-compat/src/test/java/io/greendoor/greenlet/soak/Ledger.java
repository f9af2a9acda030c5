package io.greendoor.greenlet.soak;

import java.net.SocketAddress;
import java.util.Random;

/** What one connection is to do, and what both of its ends know to have been sent and received. */
final class Ledger {

    /** What the client does with it. */
    enum Client {
        ORDERLY,
        SLOW_READER,
        KILLS,
        TIMEOUTS,
        RESETS,
        CLOSES,
        /** A blocking one of the JDK's, on other threads. */
        PLAIN,
        PLAIN_RESETS;

        boolean isOrderly() {
            return this != RESETS && this != CLOSES && this != PLAIN_RESETS;
        }
    }

    /** What the server does with it. */
    enum Server {
        ECHOES,
        READS_SLOWLY,
        HALF_CLOSES,
        DROPS,
        RESETS,
        EXITS;

        boolean isOrderly() {
            return this == ECHOES || this == READS_SLOWLY || this == HALF_CLOSES;
        }
    }

    final long id;
    final SocketAddress address;
    final Client client;
    final Server server;
    final long total; // what the client is to send, in bytes
    final long breakAt; // after so many bytes a side does what is not orderly

    // Each is written by one thread, and compared when both have ended.
    volatile long sent;
    volatile long received;
    volatile long echoed;
    volatile long back;
    volatile boolean handled;

    Ledger(long id, SocketAddress address, Random random) {
        this.id = id;
        this.address = address;
        this.client = pick(Client.values(), random);
        this.server = random.nextBoolean() ? Server.ECHOES : pick(Server.values(), random);
        this.total = random.nextInt(1 << random.nextInt(21));
        this.breakAt = total == 0 ? 0 : random.nextInt((int) total);
    }

    private static <T> T pick(T[] among, Random random) {
        return among[random.nextInt(among.length)];
    }

    /** Throws unless nothing was lost that both sides have seen through, and nothing came from nowhere. */
    void settle() {
        require(received <= sent && echoed <= received && back <= echoed);
        if (client.isOrderly() && server.isOrderly()) {
            require(handled && sent == total && received == sent && back == echoed);
            require(server == Server.HALF_CLOSES || echoed == received);
        }
    }

    private void require(boolean right) {
        if (!right) {
            throw new AssertionError("lost, or from nowhere: " + this);
        }
    }

    @Override
    public String toString() {
        return "connection " + id + " on " + address + ", the client " + client + ", the server " + server + ": of "
                + total
                + " (break at " + breakAt + ") sent " + sent + ", received " + received + ", echoed " + echoed
                + ", back "
                + back + (handled ? "" : ", not handled");
    }
}
