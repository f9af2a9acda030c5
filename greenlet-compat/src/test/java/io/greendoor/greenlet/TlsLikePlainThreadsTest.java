package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is true of plain sockets is true over TLS, but for what needs no wait: records are made on the loop. */
class TlsLikePlainThreadsTest extends SocketThreadsTest {

    @Override
    @Suspendable
    Pair connectedPair() throws IOException {
        return TlsTestCase.overTls(super.connectedPair());
    }

    @Override
    @Test
    void whatNeedNotWaitMayBeDoneFromAnyThread() throws Exception {
        try (Pair pair = connectedPair()) {
            assertRefused(() -> pair.client().recvNowait(ByteBuffer.allocate(1)), "recvNowait");
            assertRefused(() -> pair.client().sendNowait(ByteBuffer.allocate(1)), "sendNowait");
        }
    }

    private static void assertRefused(Executable call, String name) {
        UnsupportedOperationException refusal = assertThrows(UnsupportedOperationException.class, call);
        assertTrue(refusal.getMessage().startsWith(name + " is for plain sockets"), refusal.getMessage());
    }

    @Override
    @Test
    void whatNeedNotWaitFailsOnAClosedSocket() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().close();

            assertRefused(() -> pair.client().recvNowait(ByteBuffer.allocate(1)), "recvNowait");
        }
    }
}
