package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ErrorColoursTest {

    private static String shown(String message) {
        return ErrorColours.underlined(message).replace("\u001b[4;31m", "<").replace("\u001b[0m", ">");
    }

    @Test
    void whatIsWrongIsUnderlinedInPlace() {
        assertEquals("""
                  File "<console>", line 1
                    int x = <"a">;
                error: incompatible types
                  File "<console>", line 2
                \t  foo(<a . b>)
                error: cannot find symbol
                  symbol:   variable b""", shown("""
                  File "<console>", line 1
                    int x = "a";
                            ^~~
                error: incompatible types
                  File "<console>", line 2
                \t  foo(a . b)
                \t      ~~^~~
                error: cannot find symbol
                  symbol:   variable b"""));
    }

    @Test
    void whatIsMissingAtTheEndIsABlank() {
        assertEquals("""
                  File "<console>", line 1
                    int x = 1< >
                error: ';' expected""", shown("""
                  File "<console>", line 1
                    int x = 1
                             ^
                error: ';' expected"""));
    }

    @Test
    void whatHasNoPlaceStaysAsItIs() {
        assertEquals("error: brackets are nested too deeply", shown("error: brackets are nested too deeply"));
    }
}
