package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Whatever comes, however it is split, and whoever is at the other end. */
@Timeout(60)
class TelnetFuzzTest {
    private static final byte[] FREQUENT = TelnetNotation.bytes(
            "IAC IAC IAC SB SE WILL DO WONT DONT BINARY ECHO SGA TM TTYPE NAWS CR LF NUL IS SEND 'a'");
    private static final int[] SHARED = {TelnetCodes.BINARY, TelnetCodes.SUPPRESS_GO_AHEAD};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeEach
    void printSeed(TestInfo test) {
        System.err.println(test.getDisplayName() + ": seed " + seed);
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(4) > 0) {
                bytes[i] = FREQUENT[random.nextInt(FREQUENT.length)];
            }
        }
        return bytes;
    }

    private static List<String> logOf(TelnetLog log, TelnetProtocol telnet, byte[] bytes) {
        telnet.receive(bytes);
        return log.taken();
    }

    @Test
    void howItIsSplitMakesNoDifference() {
        for (int round = 0; round < 300; round++) {
            boolean editor = random.nextBoolean();
            byte[] bytes = noise(1 + random.nextInt(2_000));
            TelnetLog whole = new TelnetLog();
            TelnetProtocol first = new TelnetProtocol(whole);
            TelnetLog inParts = new TelnetLog();
            TelnetProtocol second = new TelnetProtocol(inParts);
            first.start(editor);
            second.start(editor);

            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + random.nextInt(10));
                second.receive(Arrays.copyOfRange(bytes, from, to));
                from = to;
            }

            assertEquals(logOf(whole, first, bytes), inParts.taken(), "seed " + seed);
            assertEquals(first.text(), second.text(), "seed " + seed);
            assertEquals(first.isSettled(), second.isSettled(), "seed " + seed);
        }
    }

    @Test
    void afterAnyBytesItUnderstandsWhatComesNext() {
        for (int round = 0; round < 300; round++) {
            TelnetLog log = new TelnetLog();
            TelnetProtocol telnet = new TelnetProtocol(log);
            telnet.receive(noise(1_000));
            telnet.receive(TelnetNotation.bytes("SE SE WONT BINARY 'x'")); // out of whatever it was in
            log.taken();
            assertEquals(List.of("\"on\""), logOf(log, telnet, TelnetNotation.bytes("'on'")), "seed " + seed);
            assertEquals(List.of("are you there"), logOf(log, telnet, TelnetNotation.bytes("AYT")), "seed " + seed);
        }
    }

    @Test
    void aSubnegotiationWithoutEndTakesNoRoom() {
        TelnetProtocol telnet = new TelnetProtocol(new TelnetLog());
        telnet.receive(TelnetNotation.bytes("SB TTYPE IS"));
        byte[] chunk = new byte[1 << 16];
        long before = usedAfterCollection();
        for (int i = 0; i < 1 << 10; i++) {
            telnet.receive(chunk); // 64 MiB in all
        }
        long grown = usedAfterCollection() - before;
        telnet.receive(TelnetNotation.bytes("SE"));
        assertTrue(grown < 16 << 20, () -> grown + " bytes more are in use");
    }

    private static long usedAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** One end of a connection between two servers: each takes the other for a client. */
    private final class End {
        final TelnetLog log = new TelnetLog();
        final TelnetProtocol telnet = new TelnetProtocol(log);
        End peer;

        void send(byte[] bytes) {
            log.replies.writeBytes(bytes);
        }

        /** Gives the peer a part of what was said; false if there was nothing. */
        boolean deliver(int most) {
            byte[] said = log.replies.toByteArray();
            int length = Math.min(most, said.length);
            log.replies.reset();
            log.replies.write(said, length, said.length - length);
            peer.telnet.receive(Arrays.copyOf(said, length));
            return length > 0;
        }
    }

    @Test
    void twoServersThatTalkToEachOtherFallSilent() {
        for (int round = 0; round < 500; round++) {
            End a = new End();
            End b = new End();
            a.peer = b;
            b.peer = a;
            for (int step = random.nextInt(30); step > 0; step--) {
                act(random.nextBoolean() ? a : b);
            }
            int deliveries = 0;
            while (a.deliver(1 << 16) | b.deliver(1 << 16)) {
                deliveries++;
                assertTrue(deliveries < 20, () -> "they go on and on, seed " + seed);
            }
            assertTrue(a.telnet.isSettled() && b.telnet.isSettled(), () -> "unsettled, seed " + seed);
        }
    }

    private void act(End end) {
        switch (random.nextInt(4)) {
            case 0 -> end.send(end.telnet.start(random.nextBoolean()));
            case 1 -> end.send(end.telnet.offerCharacterMode(random.nextBoolean()));
            default -> end.deliver(random.nextInt(8));
        }
    }

    /** One end's options, and what it has said and the other has not heard yet. */
    private static final class Side {
        final TelnetOptions options = new TelnetOptions();
        final Queue<byte[]> said = new ArrayDeque<>();

        void say(byte[] message) {
            if (message.length > 0) {
                said.add(message);
            }
        }

        void hear(Side other, boolean agreeable) {
            byte[] message = other.said.poll();
            if (message != null) {
                say(options.received(message[1] & 0xff, message[2], agreeable));
            }
        }
    }

    @Test
    void bothSidesHaveTheSameNotionOfWhatWasAgreedOn() {
        for (int round = 0; round < 5_000; round++) {
            Side a = new Side();
            Side b = new Side();
            for (int step = random.nextInt(20); step > 0; step--) {
                want(random.nextBoolean() ? a : b);
                exchange(a, b, random.nextInt(3));
            }
            exchange(a, b, 200);

            assertTrue(a.said.isEmpty() && b.said.isEmpty(), () -> "they go on and on, seed " + seed);
            for (int option : SHARED) {
                assertEquals(a.options.isOurs(option), b.options.isTheirs(option), "seed " + seed);
                assertEquals(b.options.isOurs(option), a.options.isTheirs(option), "seed " + seed);
            }
        }
    }

    private void want(Side side) {
        int option = SHARED[random.nextInt(SHARED.length)];
        boolean on = random.nextBoolean();
        side.say(random.nextBoolean() ? side.options.will(option, on) : side.options.shall(option, on));
    }

    private void exchange(Side a, Side b, int messages) {
        for (int i = 0; i < messages; i++) {
            boolean toA = random.nextBoolean();
            (toA ? a : b).hear(toA ? b : a, random.nextInt(3) > 0);
        }
    }
}
