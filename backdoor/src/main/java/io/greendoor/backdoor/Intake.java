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
// What is taken in goes through locks of the line editor's, at which a task may have to wait. If another task of the
// same loop then waited for its turn here, nobody could go on. So nobody waits: who finds it busy leaves the rest to
// the other.
final class Intake {

    private static final int RECEIVE_BYTES = 8192;

    private final GreenSocket socket;
    private final Reception reception; // as is the next, guarded by lock
    private boolean endIsTold;
    private final SpinLock lock = new SpinLock();
    private volatile boolean ended;

    Intake(GreenSocket socket, Reception reception) {
        this.socket = socket;
        this.reception = reception;
    }

    /** Takes in what is there; -1 at the end. 0 also while somebody else does. */
    int take() throws IOException {
        if (!lock.tryLock()) {
            return 0;
        }
        try {
            ByteBuffer buffer = ByteBuffer.allocate(RECEIVE_BYTES);
            int count = socket.recvNowait(buffer);
            if (count > 0) {
                reception.receive(Arrays.copyOf(buffer.array(), count));
            }
            return count;
        } finally {
            lock.unlock();
            tellEnd();
        }
    }

    /** Whether the client has interrupted since this was asked. False also while somebody else takes in. */
    boolean takeInterrupt() {
        if (!lock.tryLock()) {
            return false; // the other asks, too
        }
        try {
            return reception.takeInterrupt();
        } finally {
            lock.unlock();
            tellEnd();
        }
    }

    /** No more comes. */
    void end() {
        ended = true;
        tellEnd();
    }

    /** By whoever is the last to have it, as it may be busy when the end comes. */
    private void tellEnd() {
        if (!ended || !lock.tryLock()) {
            return;
        }
        try {
            if (!endIsTold) {
                endIsTold = true;
                reception.end();
            }
        } finally {
            lock.unlock();
        }
    }
}
