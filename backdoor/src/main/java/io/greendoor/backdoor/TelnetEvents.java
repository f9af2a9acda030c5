package io.greendoor.backdoor;

/** What a telnet client says, in the order in which it says it: what {@link TelnetProtocol} makes of its bytes. */
interface TelnetEvents {

    /** A byte of the client's text: a line's end is LF, a carriage return CR; in binary mode as it is. */
    void text(byte b);

    /** The client interrupts what runs: IP, or the stronger ABORT. */
    void interrupt();

    /** The client has hit its break key: BRK. */
    void breakKey();

    /** The client does not want to see what has not been sent yet: AO. */
    void abortOutput();

    /** The client wants to see that the server is there: AYT. */
    void areYouThere();

    /** The client takes back a character: EC. */
    void eraseCharacter();

    /** The client takes back its line: EL. */
    void eraseLine();

    /** The client says that no more comes: EOF. */
    void endOfInput();

    /** The client's window is, or has become, so large; 0 means that the client does not know. */
    void windowSize(int columns, int rows);

    /** The client's terminal is of this type: a name as terminfo has it, in lower case. */
    void terminalType(String name);

    /** The client leaves echo and editing to the server from now on, or does so no more. */
    void characterMode(boolean on);

    /** Something that the client must be sent, unescaped, after what was sent before. */
    void reply(byte[] bytes);
}
