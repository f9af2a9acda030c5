package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void anObjectIsOneLine() {
        assertEquals(
                "{\"type\":\"t\",\"a\":\"x\",\"b\":true}\n",
                Json.ofType("t").with("a", "x").with("b", true).line());
    }

    @Test
    void whatJsonAndLinesCannotHaveIsEscaped() {
        assertEquals(
                "{\"type\":\"\\\" \\\\ \\n \\r \\t \\u0000 \\u001b \\u007f \\u0085 \\u2028 ü 😀\"}\n",
                Json.ofType("\" \\ \n \r \t \0 \33 \u007f \u0085 \u2028 ü 😀").line());
    }

    @Test
    void halfOfAPairIsEscaped() {
        assertEquals(
                "{\"type\":\"\\ud83dx\\ude00\"}\n", Json.ofType("\ud83dx\ude00").line());
    }

    @Test
    void theBytesOfOneCharacterComeTogether() {
        OutputObjects objects = new OutputObjects();
        byte[] bytes = "aü😀\n".getBytes(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            all.append(new String(objects.frame(bytes, i, i + 1), StandardCharsets.UTF_8));
        }
        assertEquals("""
                {"type":"output","text":"a"}
                {"type":"output","text":"ü"}
                {"type":"output","text":"😀"}
                {"type":"output","text":"\\n"}
                """, all.toString());
    }

    @Test
    void whatIsNoUtf8IsReplaced() {
        byte[] bytes = {'a', (byte) 0xff, 'b'};
        assertEquals(
                "{\"type\":\"output\",\"text\":\"a\ufffdb\"}\n",
                new String(new OutputObjects().frame(bytes, 0, 3), StandardCharsets.UTF_8));
    }
}
