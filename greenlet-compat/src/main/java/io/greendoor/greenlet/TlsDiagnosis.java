package io.greendoor.greenlet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Says in plain words what an engine makes nothing of: what a peer sends that is no TLS, or not as it should be. */
final class TlsDiagnosis {

    private static final int FIRST_TYPE = 0x14; // of the types of TLS's records, which are their first byte
    private static final int LAST_TYPE = 0x18;
    private static final int ALERT = 0x15;
    private static final int HEADER = 5; // type, version, length
    private static final int SHOWN_AT_MOST = 40;

    /** RFC 8446, 6.2: those that are about certificates. */
    private static final Map<Integer, String> NAMES = Map.of(
            42, "bad_certificate",
            43, "unsupported_certificate",
            44, "certificate_revoked",
            45, "certificate_expired",
            46, "certificate_unknown",
            48, "unknown_ca",
            49, "access_denied");

    private TlsDiagnosis() {}

    /** Throws unless that may be the beginning of what a peer says in TLS. */
    static void requireTls(ByteBuffer received) throws SSLException {
        int first = received.get(received.position()) & 0xff;
        boolean isOldHello = first > 0x7f; // of SSL 2, in which some clients begin
        if ((first < FIRST_TYPE || first > LAST_TYPE) && !isOldHello) {
            byte[] shown = new byte[Math.min(SHOWN_AT_MOST, received.remaining())];
            received.get(received.position(), shown);
            throw new SSLHandshakeException("the peer does not speak TLS; it began by \""
                    + new String(shown, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".") + "\"");
        }
    }

    /**
     * The better exception for a record that an engine has failed at in a handshake. With TLS 1.3 some clients refuse a
     * certificate by an alert that is not encrypted, which the JDK does not expect.
     */
    static SSLException explain(ByteBuffer records, int start, SSLException failure) {
        boolean isPlainAlert = records.limit() - start >= HEADER + 2
                && records.get(start) == ALERT
                && records.getShort(start + HEADER - 2) == 2;
        String name = isPlainAlert ? NAMES.get(records.get(start + HEADER + 1) & 0xff) : null;
        if (name == null || String.valueOf(failure.getMessage()).contains(name)) {
            return failure;
        }
        SSLException refused = new SSLHandshakeException("the peer refused the handshake by the alert " + name);
        refused.initCause(failure);
        return refused;
    }
}
