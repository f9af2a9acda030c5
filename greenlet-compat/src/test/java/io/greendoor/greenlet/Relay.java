package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/** Somebody in between two ends, who hands on what they send as a test wants. */
final class Relay implements Closeable {
    private static final int AT_ONCE = 10_000;

    private final GreenSocket left;
    private final GreenSocket right;
    private GreenThread<Void> forth;
    private GreenThread<Void> back;

    /** @param atOnce how many bytes go from left to right at once */
    Relay(GreenSocket left, GreenSocket right, int atOnce) throws IOException {
        if (right.peerAddress() instanceof InetSocketAddress) {
            right.setOption(StandardSocketOptions.TCP_NODELAY, true); // each part of a record as it is handed on
        }
        this.left = left;
        this.right = right;
        this.forth = Eventlet.spawn(() -> handOn(left, right, atOnce));
        resumeBack();
    }

    @Suspendable
    private static void handOn(GreenSocket from, GreenSocket to, int atOnce) throws IOException {
        for (byte[] got = from.recv(atOnce); got.length > 0; got = from.recv(atOnce)) {
            to.sendAll(got);
        }
    }

    /** Keeps what comes from the left, from now on. */
    @Suspendable
    void holdForth() {
        forth.kill();
    }

    /** Something of what was kept. */
    @Suspendable
    byte[] held() throws IOException {
        return left.recv(AT_ONCE);
    }

    @Suspendable
    void handOn(byte[] bytes) throws IOException {
        right.sendAll(bytes);
    }

    /** Reads nothing from the right, from now on. */
    @Suspendable
    void holdBack() {
        back.kill();
    }

    void resumeBack() {
        back = Eventlet.spawn(() -> handOn(right, left, AT_ONCE));
    }

    @Override
    @Suspendable
    public void close() throws IOException {
        forth.kill();
        back.kill();
        left.close();
        right.close();
    }
}
