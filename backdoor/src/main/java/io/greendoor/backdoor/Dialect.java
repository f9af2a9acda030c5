package io.greendoor.backdoor;

import java.time.Duration;

/** How a client is spoken to, which it decides by what it does first. */
// A client that sends text first is a program or a pipe, and must never see a byte of the protocol. A telnet that was
// given a port says nothing by itself, and waits: as do nc and whoever else reads the banner first, who are shown some
// bytes that they do not understand. Whoever comes through a unix-domain socket is no telnet, which knows TCP only,
// unless it says so.
enum Dialect {
    /** The client has done nothing yet. */
    UNKNOWN,
    /** Without any protocol, for ever. */
    PLAIN,
    /** By telnet. */
    TELNET;

    /** How long a client on TCP is waited for: for its first byte, and then for its answers. */
    static final Duration PATIENCE = Duration.ofMillis(150);

    /**
     * How long a client on a unix-domain socket is waited for, which is as long as one that sends first needs on the
     * same machine: there no silence has to be interpreted. When it is over, the loop looks once more.
     */
    static final Duration LOCAL_PATIENCE = Duration.ofMillis(14);

    /** So that a machine that was busy elsewhere sees what has come meanwhile. */
    static final Duration LAST_LOOK = Duration.ofMillis(1);

    /** The client has sent a first byte. */
    Dialect afterByte(byte first) {
        return this != UNKNOWN ? this : first == (byte) TelnetCodes.IAC ? TELNET : PLAIN;
    }

    /** The client has sent nothing so long. */
    Dialect afterSilence(boolean isTcp) {
        return this == UNKNOWN && isTcp ? TELNET : this;
    }

    /** The client will not send anything. */
    Dialect afterEnd() {
        return this == UNKNOWN ? PLAIN : this;
    }
}
