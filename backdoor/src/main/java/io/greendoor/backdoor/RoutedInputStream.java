package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.io.InputStream;

/** An input stream that reads from the calling task's session, or from the original when that has none. */
final class RoutedInputStream extends InputStream {

    private final InputStream original;

    RoutedInputStream(InputStream original) {
        this.original = original;
    }

    InputStream original() {
        return original;
    }

    private InputStream target() {
        Session session = Session.current();
        return session == null ? original : session.in();
    }

    @Override
    @Suspendable
    public int read() throws IOException {
        return target().read();
    }

    @Override
    @Suspendable
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return target().read(bytes, offset, length);
    }

    @Override
    public int available() throws IOException {
        return target().available();
    }
}
