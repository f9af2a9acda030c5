package io.greendoor.door;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TelnetClientTest {
    private static final int IAC = 255;
    private static final int WILL = 251;
    private static final int WONT = 252;
    private static final int DO = 253;
    private static final int DONT = 254;
    private static final int SB = 250;
    private static final int SE = 240;
    private static final int NAWS = 31;
    private static final int TTYPE = 24;

    private final TelnetClient telnet = new TelnetClient("xterm", 80, 24);
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private byte[] received(int... values) {
        return telnet.receive(bytes(values), values.length, text);
    }

    private String text() {
        return text.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void itBeginsWithTheTerminalAndItsSizeWhichAreNotOfferedTwice() {
        assertArrayEquals(bytes(IAC, WILL, TTYPE, IAC, WILL, NAWS), telnet.begin());
        assertArrayEquals(bytes(), received(IAC, DO, TTYPE));
        assertArrayEquals(bytes(IAC, SB, NAWS, 0, 80, 0, 24, IAC, SE), received(IAC, DO, NAWS));
        assertArrayEquals(bytes(), received(IAC, DO, NAWS, IAC, DO, TTYPE));
    }

    @Test
    void whatIsAgreedOnIsAnsweredOnce() {
        assertArrayEquals(bytes(IAC, DO, 1), received(IAC, WILL, 1));
        assertFalse(telnet.isCharacterMode());
        assertArrayEquals(bytes(IAC, DO, 3), received(IAC, WILL, 3, IAC, WILL, 3, IAC, WILL, 1));
        assertTrue(telnet.isCharacterMode());
        assertArrayEquals(bytes(IAC, DONT, 1), received(IAC, WONT, 1, IAC, WONT, 1));
        assertFalse(telnet.isCharacterMode());
        assertArrayEquals(bytes(IAC, WILL, 0), received(IAC, DO, 0, IAC, DO, 0));
        assertArrayEquals(bytes(IAC, WONT, 0), received(IAC, DONT, 0, IAC, DONT, 0));
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertArrayEquals(bytes(IAC, WONT, 6, IAC, DONT, 39), received(IAC, DO, 6, IAC, WILL, 39));
    }

    @Test
    void theTypeIsToldWhenItIsAskedFor() {
        assertArrayEquals(bytes(), received(IAC, SB, TTYPE, 1, IAC, SE)); // nobody has agreed on that
        received(IAC, DO, TTYPE);
        assertArrayEquals(
                bytes(IAC, SB, TTYPE, 0, 'x', 't', 'e', 'r', 'm', IAC, SE), received(IAC, SB, TTYPE, 1, IAC, SE));
    }

    @Test
    void aSizeIsToldAgainWhenItChanges() {
        assertArrayEquals(bytes(), telnet.resized(255, 30));
        assertArrayEquals(bytes(IAC, SB, NAWS, 0, IAC, IAC, 0, 30, IAC, SE), received(IAC, DO, NAWS));
        assertArrayEquals(bytes(IAC, SB, NAWS, 1, 44, 0, 50, IAC, SE), telnet.resized(300, 50));
    }

    @Test
    void textIsWhatIsLeftInAnySplitting() {
        int[] all = {
            'a', IAC, IAC, 'b', '\r', 0, '\r', '\n', IAC, WILL, 1, 'c', IAC, SB, 39, IAC, IAC, 1, IAC, SE, 'd', IAC, 249
        };
        for (int each : all) {
            received(each);
        }
        assertEquals("a\u00ffb\r\r\ncd", text());
    }

    @Test
    void whatIsTypedIsEscaped() {
        byte[] typed = bytes('a', IAC, '\r');
        assertArrayEquals(bytes('a', IAC, IAC, '\r', 0), telnet.typed(typed, 3));
        received(IAC, DO, 0);
        assertArrayEquals(bytes('a', IAC, IAC, '\r'), telnet.typed(typed, 3));
    }
}
