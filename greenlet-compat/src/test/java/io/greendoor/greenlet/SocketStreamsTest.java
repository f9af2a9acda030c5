package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Scanner;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** A socket's streams under what the JDK stacks on streams. */
// The JDK's readers and writers stand on the plain thread here, and the peer is a green thread that sends piece by
// piece:
// so they wait in the midst of things, on every engine, although not each can leave a frame of the JDK's in a task.
class SocketStreamsTest extends SocketTestCase {

    /** Sends byte for byte, letting the other end wait for each, then half-closes. */
    private static GreenThread<Void> spawnDripping(GreenSocket socket, byte[] data) {
        return Eventlet.spawn(() -> {
            for (byte each : data) {
                Eventlet.sleep();
                socket.sendAll(new byte[] {each});
            }
            socket.shutdownOutput();
        });
    }

    private static GreenThread<byte[]> spawnReceiving(GreenSocket socket) {
        return Eventlet.spawn(() -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] got = socket.recv(5000); got.length > 0; got = socket.recv(5000)) {
                all.write(got, 0, got.length);
                Eventlet.sleep();
            }
            return all.toByteArray();
        });
    }

    private static byte[] noise(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }

    @Test
    void dataStreams() throws Exception {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(data);
        out.writeLong(Long.MIN_VALUE);
        out.writeUTF("größer");
        out.writeDouble(1.5);
        out.writeShort(7);
        try (Pair pair = connectedPair()) {
            GreenThread<Void> peer = spawnDripping(pair.client(), data.toByteArray());
            DataInputStream in = new DataInputStream(pair.server().inputStream());

            assertEquals(Long.MIN_VALUE, in.readLong());
            assertEquals("größer", in.readUTF());
            assertEquals(1.5, in.readDouble());
            assertThrows(EOFException.class, in::readInt); // two of its four bytes are there
            peer.await();
        }
    }

    @Test
    void objectStreams() throws Exception {
        List<Object> objects = List.of("text", Map.of(1, List.of("nested")), new int[] {1, 2}.length);
        try (Pair pair = connectedPair()) {
            GreenThread<byte[]> peer = spawnReceiving(pair.client());
            ObjectOutputStream out = new ObjectOutputStream(pair.server().outputStream());
            out.writeObject(objects);
            out.flush();
            pair.server().shutdownOutput();
            GreenThread<Void> back = spawnDripping(pair.client(), peer.await());

            assertEquals(objects, new ObjectInputStream(pair.server().inputStream()).readObject());
            back.await();
        }
    }

    @Test
    void gzipStreamsUnderBackPressure() throws Exception {
        byte[] data = noise(3 << 20);
        try (Pair pair = connectedPair()) {
            GreenThread<byte[]> peer = spawnReceiving(pair.client());
            try (OutputStream out =
                    new GZIPOutputStream(new BufferedOutputStream(pair.server().outputStream()))) {
                out.write(data);
            }

            byte[] zipped = peer.await();
            assertArrayEquals(data, new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes());
        }
    }

    @Test
    void aGzipStreamThatComesByteForByte() throws Exception {
        byte[] data = bytes("one two three ".repeat(20));
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(data);
        }
        try (Pair pair = connectedPair()) {
            spawnDripping(pair.client(), zipped.toByteArray());

            assertArrayEquals(data, new GZIPInputStream(pair.server().inputStream()).readAllBytes());
        }
    }

    @Test
    void aScanner() throws Exception {
        try (Pair pair = connectedPair()) {
            spawnDripping(pair.client(), bytes("12 größer\nrest of a line\n"));
            Scanner scanner = new Scanner(pair.server().inputStream(), "UTF-8");

            assertEquals(12, scanner.nextInt());
            assertEquals("größer", scanner.next());
            assertEquals("", scanner.nextLine());
            assertEquals("rest of a line", scanner.nextLine());
            assertEquals(false, scanner.hasNext());
        }
    }

    @Test
    void availableIsWhatCanBeReadWithoutWaiting() throws Exception {
        try (Pair pair = connectedPair()) {
            InputStream in = pair.server().inputStream();
            assertEquals(0, in.available());
            pair.client().sendAll(bytes("hello"));
            assertEquals('h', in.read());
            if (family == SocketFamily.TCP) { // of the other kind the JDK does not tell
                assertEquals(4, in.available());
            }
            pair.server().shutdownInput();
            assertEquals(0, in.available());
            in.close();
            assertThrows(IOException.class, in::available);
        }
    }

    @Test
    void skipGoesAsFarAsItWasToldOrToTheEnd() throws Exception {
        byte[] data = noise(1000);
        try (Pair pair = connectedPair()) {
            spawnDripping(pair.client(), data);
            InputStream in = pair.server().inputStream();

            assertEquals(0, in.skip(0));
            assertEquals(0, in.skip(-5));
            assertEquals(990, in.skip(990));
            assertEquals(data[990] & 0xff, in.read());
            in.skipNBytes(4);
            assertEquals(5, in.skip(Long.MAX_VALUE));
            assertEquals(0, in.skip(1));
            assertThrows(EOFException.class, () -> in.skipNBytes(1));
        }
    }

    @Test
    void readsOfNBytesWaitForAllOfThem() throws Exception {
        byte[] data = noise(100);
        try (Pair pair = connectedPair()) {
            spawnDripping(pair.client(), data);
            InputStream in = pair.server().inputStream();
            byte[] part = new byte[12];

            assertEquals(0, in.readNBytes(part, 3, 0));
            assertEquals(10, in.readNBytes(part, 1, 10));
            assertArrayEquals(Arrays.copyOf(data, 10), Arrays.copyOfRange(part, 1, 11));
            assertArrayEquals(Arrays.copyOfRange(data, 10, 30), in.readNBytes(20));
            assertArrayEquals(Arrays.copyOfRange(data, 30, 100), in.readAllBytes());
            assertEquals(0, in.readAllBytes().length);
            assertEquals(0, in.readNBytes(part, 0, 12));
            assertThrows(IllegalArgumentException.class, () -> in.readNBytes(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> in.readNBytes(part, 3, 10));
            assertThrows(IndexOutOfBoundsException.class, () -> in.read(part, -1, 1));
        }
    }

    /** In a task, on every engine: the stream's own methods wait there, since none is left to the JDK. */
    @Test
    void whatAStreamDoesByItselfATaskMayDo() throws Exception {
        byte[] data = noise(1 << 20);
        try (Pair there = connectedPair();
                Pair back = connectedPair()) {
            GreenThread<Long> relay = Eventlet.spawn(() -> relay(there.server(), back.client()));
            GreenThread<byte[]> last =
                    Eventlet.spawn(() -> readInParts(back.server().inputStream()));
            there.client().sendAll(data);
            there.client().shutdownOutput();

            assertEquals(data.length, relay.await());
            assertArrayEquals(Arrays.copyOfRange(data, 100, data.length), last.await());
        }
    }

    @Suspendable
    private static long relay(GreenSocket from, GreenSocket to) throws IOException {
        long count = from.inputStream().transferTo(to.outputStream());
        to.shutdownOutput();
        return count;
    }

    @Suspendable
    private static byte[] readInParts(InputStream in) throws IOException {
        byte[] all = new byte[(1 << 20) - 100];
        long skipped = in.skip(100);
        int count = in.readNBytes(all, 0, 200_000);
        for (byte[] more : List.of(in.readNBytes(300_000), in.readAllBytes())) {
            System.arraycopy(more, 0, all, count, more.length);
            count += more.length;
        }
        return skipped == 100 && count == all.length ? all : new byte[0];
    }

    @Test
    void aTimeoutInTheMidstLeavesTheStreamUsable() throws Exception {
        try (Pair pair = connectedPair()) {
            InputStream in = pair.server().inputStream();
            pair.server().setTimeout(MOMENT);
            pair.client().sendAll(bytes("ab"));
            byte[] four = new byte[4];

            assertThrows(SocketTimeoutException.class, () -> in.readNBytes(four, 0, 4));
            pair.client().sendAll(bytes("cd"));
            assertEquals("cd", text(in.readNBytes(2)));
            assertTrue(Hubs.getHub().timers().isEmpty());
        }
    }
}
