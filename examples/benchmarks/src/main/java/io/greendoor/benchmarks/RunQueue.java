package io.greendoor.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** For how long a thread could have run and had no processor, as Linux counts it. */
final class RunQueue {

    private static final Path OF_CALLER = Path.of("/proc/thread-self/schedstat");

    /** Whether the machine tells. */
    static final boolean IS_KNOWN = Files.isReadable(OF_CALLER);

    private final byte[] text = new byte[128];
    private @Nullable RandomAccessFile file;

    /** Since the calling thread began, in nanoseconds; 0 where that is not told. Always to be asked by the same thread. */
    long waitedNanos() {
        if (!IS_KNOWN) {
            return 0;
        }
        try {
            RandomAccessFile open = file;
            if (open == null) {
                open = new RandomAccessFile(OF_CALLER.toFile(), "r");
                file = open;
            }
            open.seek(0);
            int length = open.read(text);
            String[] words = new String(text, 0, length, StandardCharsets.US_ASCII).split(" ", -1);
            return Long.parseLong(words[1]); // after the time that it ran
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
