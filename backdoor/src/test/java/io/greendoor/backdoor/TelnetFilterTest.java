package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelnetFilterTest {

    private final List<String> log = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final TelnetFilter filter = new TelnetFilter(new TelnetFilter.Events() {
        @Override
        public void text(byte b) {
            text.write(b);
        }

        @Override
        public void interrupt() {
            logText();
            log.add("interrupt");
        }

        @Override
        public void endOfInput() {
            logText();
            log.add("end");
        }

        @Override
        public void reply(byte[] bytes) {
            logText();
            log.add("reply " + HexFormat.of().formatHex(bytes));
        }
    });

    private void logText() {
        if (text.size() > 0) {
            log.add(text.toString(StandardCharsets.UTF_8));
            text.reset();
        }
    }

    private String received(String hex) {
        filter.receive(HexFormat.of().parseHex(hex));
        logText();
        return String.join(", ", log);
    }

    @ParameterizedTest(name = "{0}: {1} gives {2}")
    @CsvSource(delimiter = '|', textBlock = """
            plain text                         | 61620d0a                     | 'ab\r\n'
            UTF-8                              | c3a9                         | é
            bare CR                            | 610d0062                     | 'a\rb'
            an escaped 255                     | 61ffff62                     | 'a\uFFFDb'
            DO is refused                      | fffd01                       | reply fffc01
            WILL is refused                    | fffb1f                       | reply fffe1f
            DONT and WONT need no answer       | fffe01fffc03                 | ''
            several requests, one reply        | fffd01fffb1f                 | reply fffc01fffe1f
            a subnegotiation is skipped        | 61fffa1f0050ffff0018fff062   | ab
            an interrupt                       | 61fff4                       | 'a, interrupt'
            a break                            | fff3                         | interrupt
            Ctrl-C as a byte                   | 03                           | interrupt
            interrupt with a timing mark       | fff4fffd06                   | 'interrupt, reply fffc06'
            the end of the file                | ffec                         | end
            erase a character                  | 6162fff7                     | 'ab\b'
            are you there, go ahead, no-op     | fff6fff9fff1                 | ''
            """)
    void understands(String what, String hex, String expected) {
        assertEquals(expected, received(hex), what);
    }

    @Test
    void aCommandMayComeInPieces() {
        received("61ff");
        received("fd");
        received("03");
        assertEquals("a, reply fffc03, b", received("62"));
    }

    @Test
    void anyBytesLeaveItAbleToGoOn() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] noise = new byte[100_000];
        random.nextBytes(noise);
        filter.receive(noise);
        filter.receive(HexFormat.of().parseHex("fff0fff0fff0")); // out of whatever it was in
        logText();
        log.clear();
        assertEquals("on", received("6f6e"), "seed " + seed);
    }
}
