package io.greendoor.door;

/** The bytes of the telnet protocol that are spoken here, by the names that the RFCs give them. */
// The server has its own: the client is one small jar, which starts fast because it has nothing of the server in it.
final class TelnetCodes {

    // Commands: RFC 854
    static final int SE = 240;
    static final int IP = 244;
    static final int SB = 250;
    static final int WILL = 251;
    static final int WONT = 252;
    static final int DO = 253;
    static final int DONT = 254;
    static final int IAC = 255;

    // Options
    static final int BINARY = 0; // RFC 856
    static final int ECHO = 1; // RFC 857
    static final int SUPPRESS_GO_AHEAD = 3; // RFC 858
    static final int TERMINAL_TYPE = 24; // RFC 1091
    static final int WINDOW_SIZE = 31; // RFC 1073

    // What a subnegotiation of the terminal's type begins with
    static final int IS = 0;
    static final int SEND = 1;

    private TelnetCodes() {}
}
