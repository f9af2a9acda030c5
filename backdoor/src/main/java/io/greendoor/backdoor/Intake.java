package io.greendoor.backdoor;

import io.greendoor.greenlet.GreenSocket;
import io.greendoor.scheduler.SpinLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes in what a client sends, without waiting. By the reader's task on the loop, and by whoever finds that held, in
 * its place: one at a time.
 */
final class Intake {

    private static final int RECEIVE_BYTES = 8192;

    private final GreenSocket socket;
    private final Reception reception; // guarded by lock
    private final SpinLock lock = new SpinLock();

    Intake(GreenSocket socket, Reception reception) {
        this.socket = socket;
        this.reception = reception;
    }

    /** Takes in what is there; -1 at the end. */
    int take() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(RECEIVE_BYTES);
        lock.lock();
        try {
            int count = socket.recvNowait(buffer);
            if (count > 0) {
                reception.receive(Arrays.copyOf(buffer.array(), count));
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the client has interrupted since this was asked. */
    boolean takeInterrupt() {
        lock.lock();
        try {
            return reception.takeInterrupt();
        } finally {
            lock.unlock();
        }
    }

    /** No more comes. */
    void end() {
        lock.lock();
        try {
            reception.end();
        } finally {
            lock.unlock();
        }
    }
}
