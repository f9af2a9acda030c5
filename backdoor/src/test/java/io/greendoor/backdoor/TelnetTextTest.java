package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelnetTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PLAIN  | 'a' LF 'b' CR LF CR 'c' CR  | 'a' LF 'b' CR LF CR 'c' CR
            PLAIN  | IAC                         | IAC
            NVT    | 'a' LF 'b' CR LF            | 'a' LF 'b' CR LF
            NVT    | CR 'c' CR CR LF CR          | CR NUL 'c' CR NUL CR LF CR NUL
            NVT    | 'grün漢' IAC                | 'grün漢' IAC IAC
            BINARY | 'a' LF 'b' CR LF CR 'c' CR  | 'a' LF 'b' CR LF CR 'c' CR
            BINARY | IAC 'x' IAC                 | IAC IAC 'x' IAC IAC
            """)
    void verbatim(TelnetText text, String written, String sent) {
        byte[] bytes = TelnetNotation.bytes("'before' " + written + " 'after'");
        assertArrayEquals(
                TelnetNotation.bytes(sent),
                text.verbatim(bytes, "before".length(), bytes.length - "beforeafter".length()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PLAIN  | 'a' LF LF CR LF  | 'a' LF LF CR LF
            NVT    | 'a' LF LF CR LF  | 'a' CR LF CR LF CR LF
            NVT    | '50%' CR '60%'   | '50%' CR NUL '60%'
            BINARY | 'a' LF LF CR LF  | 'a' CR LF CR LF CR LF
            BINARY | '50%' CR '60%'   | '50%' CR '60%'
            """)
    void lines(TelnetText text, String written, String sent) {
        byte[] bytes = TelnetNotation.bytes(written);
        assertArrayEquals(TelnetNotation.bytes(sent), text.lines(bytes, 0, bytes.length));
    }
}
