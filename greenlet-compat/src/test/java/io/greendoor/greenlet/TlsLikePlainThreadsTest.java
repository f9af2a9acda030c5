package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;

/** What is true of plain sockets is true over TLS. */
class TlsLikePlainThreadsTest extends SocketThreadsTest {

    @Override
    @Suspendable
    Pair connectedPair() throws IOException {
        return TlsTestCase.overTls(super.connectedPair());
    }
}
