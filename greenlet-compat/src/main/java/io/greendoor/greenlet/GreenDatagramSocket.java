package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket whose calls let other tasks run while they wait: eventlet's {@code GreenSocket} of the kind {@code
 * SOCK_DGRAM}.
 *
 * <p>A datagram arrives whole, or cut to what was asked for, or not at all; an empty one arrives too. That nobody listens
 * where one was sent to is told to a socket that is {@linkplain #connect connected} only.
 *
 * <p>It belongs to the thread whose loop it was made on; used from another it throws {@link IllegalStateException}. One
 * task may receive while another sends. If a waiting task is killed, the socket is as it was.
 */
public class GreenDatagramSocket implements Closeable {

    private static final int LONGEST = 65_535; // the length of a datagram has 16 bits

    private final GreenChannel<DatagramChannel> channel;
    private final Addresses addresses;
    private volatile SocketAddress local;
    private volatile @Nullable SocketAddress peer;

    /**
     * A datagram that was received.
     *
     * @param data what it says; its own array
     * @param address who sent it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content, see below
    public record Datagram(byte[] data, SocketAddress address) {

        /** Whether the other says the same, and comes from the same address. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Datagram that && Arrays.equals(data, that.data) && address.equals(that.address);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(data) + address.hashCode();
        }

        @Override
        public String toString() {
            return "Datagram[" + data.length + " bytes from " + address + "]";
        }
    }

    /** Makes one on a free port of all of this host's addresses. */
    public GreenDatagramSocket() throws IOException {
        this(null, Addresses.SYSTEM);
    }

    /**
     * Makes one on an address of this host. If that is a name still, it is looked up on another thread; where an engine
     * cannot wait in a constructor, {@link #bind} can.
     *
     * @param bindTo with the port 0: one that is free, told by {@link #localAddress()}; {@code localhost} is 127.0.0.1
     * @throws IllegalArgumentException when it is no internet address
     */
    public GreenDatagramSocket(SocketAddress bindTo) throws IOException {
        this(internet(Addresses.SYSTEM.resolve(bindTo)), Addresses.SYSTEM);
    }

    private GreenDatagramSocket(@Nullable SocketAddress resolved, Addresses addresses) throws IOException {
        this.channel = new GreenChannel<>(bound(resolved));
        this.addresses = addresses;
        this.local = channel.any().getLocalAddress();
    }

    private static DatagramChannel bound(@Nullable SocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            return channel.bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** As {@link #GreenDatagramSocket(SocketAddress)}, and on each engine others run while a name is looked up. */
    @Suspendable
    public static GreenDatagramSocket bind(SocketAddress address) throws IOException {
        return bind(address, Addresses.SYSTEM);
    }

    @Suspendable
    static GreenDatagramSocket bind(SocketAddress address, Addresses addresses) throws IOException {
        return new GreenDatagramSocket(internet(addresses.resolve(address)), addresses);
    }

    private static SocketAddress internet(SocketAddress address) {
        if (!(address instanceof InetSocketAddress)) {
            throw new IllegalArgumentException("datagrams go to and from internet addresses, and " + address
                    + " is none: for a unix-domain address use Eventlet.connect and Eventlet.listen");
        }
        return address;
    }

    /**
     * Sends a datagram, waiting while the system has no room for it. A name is looked up on another thread.
     *
     * @param data may be empty
     * @return how many bytes: all of them
     * @throws SocketException when there are more than a datagram can have, 65,507 over IPv4
     * @throws IllegalStateException when the socket is connected to another address
     * @throws java.net.SocketTimeoutException when the time is up; nothing was sent
     */
    @Suspendable
    public int sendTo(byte[] data, SocketAddress to) throws IOException {
        Objects.requireNonNull(data, "data");
        channel.open(); // before anything is looked up
        SocketAddress target = internet(addresses.resolve(to));
        SocketAddress peer = this.peer;
        if (peer != null && !peer.equals(target)) {
            throw new IllegalStateException("this socket is connected to " + peer + ", and so cannot send to " + target
                    + ": use another socket");
        }
        return transmit(data, target);
    }

    /**
     * Sends a datagram to the peer that it is connected to; see {@link #sendTo}.
     *
     * @throws PortUnreachableException when the peer's host has said that nobody listens there, in answer to
     *     an earlier datagram; the socket can be used on
     * @throws IllegalStateException when it is not connected
     */
    @Suspendable
    public int send(byte[] data) throws IOException {
        Objects.requireNonNull(data, "data");
        channel.open();
        SocketAddress peer = this.peer;
        if (peer == null) {
            throw new IllegalStateException("this socket is not connected to anybody: use sendTo, or connect it");
        }
        return transmit(data, peer);
    }

    @Suspendable
    private int transmit(byte[] data, SocketAddress to) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(data);
        while (true) {
            int count = transmitNow(buffer, to);
            if (count > 0 || data.length == 0) {
                return count;
            }
            channel.await(SelectionKey.OP_WRITE);
        }
    }

    private int transmitNow(ByteBuffer buffer, SocketAddress to) throws IOException {
        try {
            return channel.open().send(buffer, to);
        } catch (PortUnreachableException e) {
            throw explained(e);
        } catch (SocketException e) {
            if (!"Message too long".equals(e.getMessage())) {
                throw e;
            }
            SocketException tooLong = new SocketException("cannot send " + buffer.remaining() + " bytes to " + to
                    + " as one datagram: " + e.getMessage() + "; split them");
            tooLong.initCause(e);
            throw tooLong;
        }
    }

    /** The JDK's says nothing. */
    private PortUnreachableException explained(PortUnreachableException e) {
        PortUnreachableException explained = new PortUnreachableException("nobody listens on " + peer);
        explained.initCause(e);
        return explained;
    }

    /**
     * Receives a datagram, waiting for one.
     *
     * @param max at most so many bytes of it: a longer one is cut, and what is cut off is lost
     * @throws java.net.SocketTimeoutException when the time is up
     * @throws PortUnreachableException when it is connected, and the peer's host has said that nobody listens
     *     there; the socket can be used on
     */
    @Suspendable
    public Datagram recvFrom(int max) throws IOException {
        if (max < 0) {
            throw new IllegalArgumentException("cannot receive " + max + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(max, LONGEST));
        while (true) {
            SocketAddress sender = receiveNow(buffer);
            if (sender != null) {
                return new Datagram(Arrays.copyOf(buffer.array(), buffer.position()), sender);
            }
            channel.await(SelectionKey.OP_READ);
        }
    }

    private @Nullable SocketAddress receiveNow(ByteBuffer buffer) throws IOException {
        try {
            return channel.open().receive(buffer);
        } catch (PortUnreachableException e) {
            throw explained(e);
        }
    }

    /** As {@link #recvFrom}, for whom it matters not who sent it. An empty array is an empty datagram. */
    @Suspendable
    public byte[] recv(int max) throws IOException {
        return recvFrom(max).data();
    }

    /**
     * From now on sends to, and receives from, one address only; connecting again means another one. Nothing is sent,
     * and nobody need be there; what has come before and was not received is dropped. A name is looked up on another thread.
     *
     * @throws IllegalArgumentException when it is no internet address
     */
    @Suspendable
    public void connect(SocketAddress address) throws IOException {
        channel.open();
        SocketAddress target = internet(addresses.resolve(address));
        DatagramChannel open = channel.open();
        peer = null;
        open.disconnect();
        open.connect(target);
        peer = open.getRemoteAddress();
        local = open.getLocalAddress();
    }

    /** Closes it. A task that waits for it gets an {@link IOException} that says so. Idempotent. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Whether it has not been closed. From any thread. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Its own address, with the port that was chosen; also after it was closed. From any thread. */
    public SocketAddress localAddress() {
        return local;
    }

    /** The address that it is connected to; null when it is not. From any thread. */
    public @Nullable SocketAddress peerAddress() {
        return peer;
    }

    /**
     * Bounds each wait of this socket's from now on.
     *
     * @param timeout null: for ever; zero: do not wait
     */
    public void setTimeout(@Nullable Duration timeout) {
        channel.setTimeout(timeout);
    }

    /** Sets an option of {@link java.net.StandardSocketOptions}: {@code SO_BROADCAST}, {@code SO_RCVBUF}. */
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        channel.open().setOption(option, value);
    }

    @Override
    public String toString() {
        SocketAddress peer = this.peer;
        return "GreenDatagramSocket[" + local + (peer == null ? "" : " to " + peer) + (isOpen() ? "]" : ", closed]");
    }
}
