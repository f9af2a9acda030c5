package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes in, and what comes out: each row in every splitting. */
class TelnetProtocolTest {
    private static final String LINE_OFFERS = "DO BINARY DO NAWS DO TTYPE";
    private static final String CHARACTER_OFFERS = "WILL ECHO WILL SGA WILL BINARY " + LINE_OFFERS;

    private enum Start {
        SILENT,
        LINE,
        CHARACTER
    }

    private TelnetLog log = new TelnetLog();
    private TelnetProtocol telnet = new TelnetProtocol(log);

    private void begin(Start start) {
        log = new TelnetLog();
        telnet = new TelnetProtocol(log);
        if (start != Start.SILENT) {
            boolean editor = start == Start.CHARACTER;
            assertEquals(editor ? CHARACTER_OFFERS : LINE_OFFERS, TelnetNotation.text(telnet.start(editor)));
        }
    }

    private String received(String notation) {
        telnet.receive(TelnetNotation.bytes(notation));
        return String.join(", ", log.taken());
    }

    /** All of them for what is short; for the rest all in up to three parts, and byte by byte. */
    private static List<int[]> splittings(int length) {
        List<int[]> all = new ArrayList<>();
        if (length <= 12) {
            for (int bits = 0; bits < 1 << Math.max(0, length - 1); bits++) {
                int chosen = bits;
                all.add(IntStream.range(1, length)
                        .filter(i -> (chosen >> (i - 1) & 1) == 1)
                        .toArray());
            }
            return all;
        }
        all.add(IntStream.range(1, length).toArray());
        for (int i = 0; i < length; i++) {
            for (int j = i; j < length; j++) {
                all.add(new int[] {i, j});
            }
        }
        return all;
    }

    private String receivedInParts(byte[] bytes, int[] cuts) {
        int from = 0;
        for (int cut : cuts) {
            telnet.receive(Arrays.copyOfRange(bytes, from, cut));
            from = cut;
        }
        telnet.receive(Arrays.copyOfRange(bytes, from, bytes.length));
        return String.join(", ", log.taken());
    }

    private void check(Start start, String sent, String expected) {
        byte[] bytes = TelnetNotation.bytes(sent);
        for (int[] cuts : splittings(bytes.length)) {
            begin(start);
            assertEquals(expected, receivedInParts(bytes, cuts), () -> "cut at " + Arrays.toString(cuts));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain text, of whoever it is       | 'ab' CR LF 'c' CR 'd' NUL LF     | "ab\\r\\nc\\rd\\0\\n"
            UTF-8                              | 'grün' 20 '漢字😀'                | "grün 漢字😀"
            a line's end                       | WONT 05 'a' CR LF 'b' | "a\\nb"
            a carriage return                  | WONT 05 'a' CR NUL 'b' | "a\\rb"
            a line feed                        | WONT 05 'a' LF 'b' | "a\\nb"
            carriage returns with nothing      | WONT 05 CR CR 'a' CR 'b' | "\\r\\ra\\rb"
            line ends in a row                 | WONT 05 CR LF CR LF LF CR NUL CR LF | "\\n\\n\\n\\r\\n"
            NUL is nothing                     | WONT 05 'a' NUL 'b' NUL CR NUL NUL | "ab\\r"
            a command after CR                 | WONT 05 CR IP LF | "\\r", interrupt, "\\n"
            an escaped 255                     | WONT 05 'a' IAC IAC 'b' | "a\uFFFDb"
            an escaped 255 after CR            | WONT 05 CR IAC IAC | "\\r\uFFFD"
            binary: text as it is              | WILL BINARY 'a' CR 'b' NUL CR LF | > DO BINARY, "a\\rb\\0\\r\\n"
            binary from then on                | WONT 05 CR WILL BINARY LF | "\\r", > DO BINARY, "\\n"
            binary until then                  | WILL BINARY CR WONT BINARY CR LF | > DO BINARY, "\\r", > DONT BINARY, "\\n"
            binary: 255 is escaped             | WILL BINARY IAC IAC              | > DO BINARY, "\uFFFD"
            an interrupt                       | 'a' IP 'b'                       | "a", interrupt, "b"
            an abort is an interrupt           | ABORT                            | interrupt
            a break                            | BRK                              | break
            abort output                       | AO                               | abort output
            are you there                      | AYT                              | are you there
            erase a character, a line          | 'ab' EC 'c' EL                   | "ab", erase character, "c", erase line
            the end                            | 'a' EOF                          | "a", end
            what asks for nothing              | 'a' NOP GA DM SUSP SE IAC EF 'b' | "ab"
            what telnet does not know          | 'a' IAC 00 IAC 'x' IAC EB 'b'    | "ab"
            the byte of Ctrl-C is text         | 03                               | "\u0003"
            """)
    void text(String what, String sent, String expected) {
        check(Start.SILENT, sent, expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            an unknown option of ours          | DO LINEMODE                      | > WONT LINEMODE
            an unknown option of theirs        | WILL LINEMODE WILL NEW-ENVIRON   | > DONT LINEMODE, > DONT NEW-ENVIRON
            asked again, refused again         | DO 05 DO 05                      | > WONT 5, > WONT 5
            DONT and WONT need no answer       | DONT ECHO WONT SGA DONT 05 WONT 05 | ``
            ECHO without an editor             | DO ECHO DO SGA                   | > WONT ECHO, > WONT SGA
            what only a server does            | DO NAWS DO TTYPE WILL ECHO       | > WONT NAWS, > WONT TTYPE, > DONT ECHO
            the client suppresses go-aheads    | WILL SGA WILL SGA                | > DO SGA
            the client stops that              | WILL SGA WONT SGA WONT SGA       | > DO SGA, > DONT SGA
            binary, as the client likes        | DO BINARY DO BINARY DONT BINARY  | > WILL BINARY, > WONT BINARY
            an unasked window size             | WILL NAWS                        | > DO NAWS
            an unasked terminal type           | WILL TTYPE                       | > DO TTYPE, > SB TTYPE SEND SE
            timing marks, in order             | 'a' DO TM 'b' DO TM 'c'          | "a", > WILL TM, "b", > WILL TM, "c"
            a timing mark of nobody's          | WILL TM WONT TM DONT TM          | ``
            an interrupt, a mark, a synch      | IP DO TM DM                      | interrupt, > WILL TM
            """)
    void requests(String what, String sent, String expected) {
        check(Start.SILENT, sent, expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            all is refused                     | WONT BINARY WONT NAWS WONT TTYPE | ``
            all is agreed on                   | WILL BINARY WILL NAWS            | ``
            a window                           | WILL NAWS SB NAWS 00 50 00 18 SE | 80x24
            a window that changes              | WILL NAWS SB NAWS 00 50 00 18 SE SB NAWS 01 02 03 04 SE | 80x24, 258x772
            a window of nobody knows           | WILL NAWS SB NAWS 00 00 00 00 SE | 0x0
            a window of 255 columns            | WILL NAWS SB NAWS 00 IAC IAC 00 19 SE | 255x25
            the largest window                 | WILL NAWS SB NAWS IAC IAC IAC IAC IAC IAC IAC IAC SE | 65535x65535
            a window too short, too long       | WILL NAWS SB NAWS 00 50 00 SE SB NAWS 00 50 00 18 00 SE SB NAWS SE SB SE | ``
            a window before it was agreed on   | SB NAWS 00 50 00 18 SE           | ``
            a window after it was withdrawn    | WILL NAWS WONT NAWS SB NAWS 00 50 00 18 SE | > DONT NAWS
            a window whose end is missing      | WILL NAWS SB NAWS 00 50 IP 'a'   | interrupt, "a"
            a request whose end is missing     | WILL NAWS SB NAWS 00 DO 05 'a'   | > WONT 5, "a"
            another after one without end      | WILL NAWS SB NAWS 00 SB NAWS 00 50 00 18 SE | 80x24
            what nobody asked for              | SB NEW-ENVIRON IS 'USER' SE 'a'  | "a"
            a terminal's type                  | WILL TTYPE SB TTYPE IS 'XTERM-256COLOR' SE | > SB TTYPE SEND SE, type xterm-256color
            one type after the other           | WILL TTYPE SB TTYPE IS 'DUMB' SE SB TTYPE IS 'VT100' SE | > SB TTYPE SEND SE, > SB TTYPE SEND SE, type vt100
            the last type comes twice          | WILL TTYPE SB TTYPE IS 'FOO' SE SB TTYPE IS 'BAR' SE SB TTYPE IS 'BAR' SE | > SB TTYPE SEND SE, > SB TTYPE SEND SE, > SB TTYPE SEND SE, type foo
            a game client                      | WILL TTYPE SB TTYPE IS 'MUDLET' SE SB TTYPE IS 'ANSI-TRUECOLOR' SE | > SB TTYPE SEND SE, > SB TTYPE SEND SE, type ansi-truecolor
            a game client's number             | WILL TTYPE SB TTYPE IS 4d5454532031 SE SB TTYPE IS 4d5454532031 SE | > SB TTYPE SEND SE, > SB TTYPE SEND SE
            a type that is none                | WILL TTYPE SB TTYPE IS 1b5b324a SE SB TTYPE IS SE SB TTYPE IS SE | > SB TTYPE SEND SE, > SB TTYPE SEND SE, > SB TTYPE SEND SE
            no type without a question         | WILL TTYPE SB TTYPE IS 'VT100' SE SB TTYPE IS 'VT220' SE | > SB TTYPE SEND SE, type vt100
            no type of a client that will not  | WONT TTYPE SB TTYPE IS 'VT100' SE | ``
            a type that was withdrawn          | WILL TTYPE WONT TTYPE SB TTYPE IS 'VT100' SE | > SB TTYPE SEND SE, > DONT TTYPE
            asked anew                         | WILL TTYPE WONT TTYPE WILL TTYPE SB TTYPE IS 'VT100' SE | > SB TTYPE SEND SE, > DONT TTYPE, > DO TTYPE, > SB TTYPE SEND SE, type vt100
            ECHO without an editor             | DO ECHO DO SGA                   | > WONT ECHO, > WONT SGA
            """)
    void answersToTheOffersOfALineConsole(String what, String sent, String expected) {
        check(Start.LINE, sent, expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a terminal                         | DO ECHO DO SGA                   | by character
            in any order                       | DO SGA DO BINARY DO ECHO         | by character
            a client that echoes itself        | DONT ECHO DO SGA DO BINARY       | > WONT SGA, > WONT BINARY
            a client that goes by lines        | DO ECHO DONT SGA DO BINARY       | > WONT ECHO, > WONT BINARY
            a client that refuses all          | DONT ECHO DONT SGA DONT BINARY   | ``
            and when that is acknowledged      | DONT ECHO DO SGA DO BINARY DONT SGA DONT BINARY | > WONT SGA, > WONT BINARY
            the user goes back to lines        | DO ECHO DO SGA DO BINARY DONT SGA DONT ECHO DONT BINARY | by character, > WONT SGA, > WONT ECHO, > WONT BINARY, by line
            and forth                          | DONT ECHO DONT SGA DONT BINARY DO ECHO DO SGA DO BINARY | > WILL ECHO, > WILL SGA, > WILL BINARY, by character
            """)
    void answersToTheOffersOfAnEditor(String what, String sent, String expected) {
        check(Start.CHARACTER, sent, expected);
    }

    @Test
    void aClientIsNoTelnetBeforeItNegotiates() {
        begin(Start.CHARACTER);
        received("'plain' LF IAC IAC IAC 00 IP DO TM");
        assertFalse(telnet.isTelnet());
        assertEquals(TelnetText.PLAIN, telnet.text());
        received("WONT NAWS");
        assertTrue(telnet.isTelnet());
        assertEquals(TelnetText.NVT, telnet.text());
    }

    @Test
    void binaryOutputBeginsWhenBothHaveAgreed() {
        begin(Start.CHARACTER);
        received("DO ECHO DO SGA");
        assertEquals(TelnetText.NVT, telnet.text());
        received("DO BINARY");
        assertEquals(TelnetText.BINARY, telnet.text());
        received("DONT SGA");
        assertEquals(TelnetText.NVT, telnet.text());
    }

    @Test
    void aTerminalIsOneWhenItLeavesBothEchoAndEditingToTheServer() {
        begin(Start.CHARACTER);
        received("DO ECHO");
        assertFalse(telnet.isCharacterMode());
        received("DO SGA");
        assertTrue(telnet.isCharacterMode());
        received("DONT ECHO");
        assertFalse(telnet.isCharacterMode());
    }

    @Test
    void theAnswersHaveComeWhenAllIsAnswered() {
        begin(Start.CHARACTER);
        for (String answer : List.of(
                "DO ECHO", "DO SGA", "DO BINARY", "WILL BINARY", "WILL NAWS", "WILL TTYPE", "SB NAWS 00 50 00 18 SE")) {
            assertFalse(telnet.isSettled(), answer);
            received(answer);
        }
        assertFalse(telnet.isSettled());
        received("SB TTYPE IS 'VT100' SE");
        assertTrue(telnet.isSettled());
    }

    @Test
    void refusalsAreAnswersToo() {
        begin(Start.LINE);
        received("WONT NAWS WONT TTYPE");
        assertFalse(telnet.isSettled());
        received("WONT BINARY");
        assertTrue(telnet.isSettled());
    }

    @Test
    void whatTheClientHasOfferedBeforeIsNotAskedFor() {
        begin(Start.SILENT);
        received("WILL NAWS WILL TTYPE WILL BINARY");
        assertEquals("", TelnetNotation.text(telnet.start(false)));
    }

    @Test
    void anEditorMayComeAndGo() {
        begin(Start.LINE);
        assertEquals("WILL ECHO WILL SGA WILL BINARY", TelnetNotation.text(telnet.offerCharacterMode(true)));
        assertEquals("by character", received("DO ECHO DO SGA DO BINARY"));
        assertEquals("WONT ECHO WONT SGA WONT BINARY", TelnetNotation.text(telnet.offerCharacterMode(false)));
        assertEquals("by line", received(""));
        assertEquals("", TelnetNotation.text(telnet.offerCharacterMode(true)), "asked for when that is answered");
        assertEquals(
                "> WILL ECHO, > WILL SGA, > WILL BINARY, by character",
                received("DONT ECHO DONT SGA DONT BINARY DO ECHO DO SGA DO BINARY"));
    }

    @Test
    void whatIsTooLongIsSkippedAndTakesNoRoom() {
        begin(Start.LINE);
        received("WILL NAWS WILL TTYPE SB TTYPE IS");
        for (int i = 0; i < 1_000_000; i++) {
            telnet.receive(new byte[] {'x'});
        }
        assertEquals("\"a\"", received("SE 'a'"));
        assertEquals("80x24", received("SB NAWS 00 50 00 18 SE"));
    }

    @Test
    void aClientWithEndlessNamesIsNotAskedForEver() {
        begin(Start.LINE);
        int questions = received("WILL TTYPE").contains("SEND") ? 1 : 0;
        for (int i = 0; i < 1000; i++) {
            String answer = received("SB TTYPE IS 'N" + i + "' SE");
            questions += answer.contains("SEND") ? 1 : 0;
        }
        assertEquals(16, questions);
    }
}
