package io.greendoor.backdoor;

import io.greendoor.scheduler.SpinLock;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Makes a JSON object of each piece of text that is printed. From any thread. */
// A character whose bytes come in two pieces belongs to the second one: the first bytes of it are kept until then.
final class OutputObjects implements SessionOutput.Framing {

    private final SpinLock lock = new SpinLock(); // nobody who prints may wait for the loop
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] begun = {};

    @Override
    public byte[] frame(byte[] bytes, int from, int to) {
        String text;
        lock.lock();
        try {
            text = decode(bytes, from, to - from);
        } finally {
            lock.unlock();
        }
        return text.isEmpty()
                ? new byte[0]
                : Json.ofType("output").with("text", text).line().getBytes(StandardCharsets.UTF_8);
    }

    private String decode(byte[] bytes, int offset, int length) {
        ByteBuffer all = ByteBuffer.allocate(begun.length + length);
        all.put(begun).put(bytes, offset, length).flip();
        CharBuffer text = CharBuffer.allocate(all.remaining());
        decoder.reset().decode(all, text, false);
        begun = new byte[all.remaining()];
        all.get(begun);
        return text.flip().toString();
    }
}
