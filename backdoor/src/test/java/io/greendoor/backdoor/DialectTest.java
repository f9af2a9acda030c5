package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DialectTest {
    private static final byte IAC = (byte) 255;

    @Test
    void theFirstByteDecides() {
        for (int first = 0; first < 255; first++) {
            assertEquals(Dialect.PLAIN, Dialect.UNKNOWN.afterByte((byte) first));
        }
        assertEquals(Dialect.TELNET, Dialect.UNKNOWN.afterByte(IAC));
    }

    @Test
    void whoeverIsSilentOnTcpIsTakenForATelnet() {
        assertEquals(Dialect.TELNET, Dialect.UNKNOWN.afterSilence(true));
        assertEquals(Dialect.UNKNOWN, Dialect.UNKNOWN.afterSilence(false));
        assertEquals(Dialect.TELNET, Dialect.UNKNOWN.afterSilence(false).afterByte(IAC));
    }

    @Test
    void whoeverEndsWithoutAWordIsPlain() {
        assertEquals(Dialect.PLAIN, Dialect.UNKNOWN.afterEnd());
    }

    @Test
    void whatIsDecidedIsDecidedForEver() {
        for (Dialect decided : new Dialect[] {Dialect.PLAIN, Dialect.TELNET}) {
            assertEquals(decided, decided.afterByte(IAC));
            assertEquals(decided, decided.afterByte((byte) 'a'));
            assertEquals(decided, decided.afterSilence(true));
            assertEquals(decided, decided.afterEnd());
        }
    }
}
