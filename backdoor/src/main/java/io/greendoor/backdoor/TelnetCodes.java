package io.greendoor.backdoor;

/** The bytes of the telnet protocol that are spoken here, by the names that the RFCs give them. */
final class TelnetCodes {

    // Commands: RFC 854, and the first three RFC 1184
    static final int EOF = 236;
    static final int SUSP = 237;
    static final int ABORT = 238;
    static final int SE = 240;
    static final int NOP = 241;
    static final int DM = 242;
    static final int BRK = 243;
    static final int IP = 244;
    static final int AO = 245;
    static final int AYT = 246;
    static final int EC = 247;
    static final int EL = 248;
    static final int GA = 249;
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
    static final int TIMING_MARK = 6; // RFC 860
    static final int TERMINAL_TYPE = 24; // RFC 1091
    static final int WINDOW_SIZE = 31; // RFC 1073

    // What a subnegotiation of the terminal's type begins with
    static final int IS = 0;
    static final int SEND = 1;

    private TelnetCodes() {}
}
