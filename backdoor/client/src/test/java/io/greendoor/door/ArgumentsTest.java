package io.greendoor.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @TempDir
    Path folder;

    private static Arguments parsed(String... words) throws DoorError {
        return Arguments.parse(List.of(words), () -> true);
    }

    private static String refused(String... words) {
        DoorError error = assertThrows(DoorError.class, () -> parsed(words));
        assertEquals(ExitCode.USAGE, error.exitCode());
        return error.getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "3000, localhost, 3000",
        ":3000, localhost, 3000",
        "example.org:3000, example.org, 3000",
        "[::1]:3000, ::1, 3000"
    })
    void anAddressIsAPortOrAHostAndAPort(String text, String host, int port) throws DoorError {
        assertEquals(new Address.Tcp(host, port), parsed(text).address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/app/door.sock", "./door.sock"})
    void anAddressWithASlashIsASocket(String text) throws DoorError {
        assertEquals(new Address.Unix(Path.of(text)), parsed(text).address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"door.sock", "localhost", "localhost:", "0", "65536", "123456", "host:1x"})
    void whatIsNoAddressIsRefusedWithACure(String text) {
        assertEquals(
                "\"" + text + "\" is no address: write 3000, localhost:3000, or the path of a socket with a / in it,"
                        + " as ./door.sock",
                refused(text));
    }

    @Test
    void sourcesStayInOrder() throws Exception {
        Path file = Files.writeString(folder.resolve("a.jsh"), "2\n");

        Arguments arguments = parsed("-c", "1", "3000", file.toString(), "-", "--json", "-c", "3", "--", "" + file);

        assertEquals(
                List.of(
                        new Source.Text("-c '1'", "1"),
                        new Source.Text("" + file, "2\n"),
                        new Source.Input(),
                        new Source.Text("-c '3'", "3"),
                        new Source.Text("" + file, "2\n")),
                arguments.sources());
        assertTrue(arguments.json());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"app.requests() | -c 'app.requests()'", "'int n = 1;\nn' | -c 'int n = 1;…'", "'' | -c ''"})
    void codeIsKnownByItsBeginning(String code, String title) {
        assertEquals(title, Source.code(code).title());
        assertEquals("-c '" + "x".repeat(60) + "…'", Source.code("x".repeat(61)).title());
    }

    @Test
    void anInputThatIsNoTerminalIsAScript() throws DoorError {
        assertEquals(
                List.of(new Source.Input()),
                Arguments.parse(List.of("3000"), () -> false).sources());
        assertEquals(List.of(), Arguments.parse(List.of("3000"), () -> true).sources());
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        Path latin = Files.write(folder.resolve("latin.jsh"), new byte[] {'"', (byte) 0xfc, '"'});

        assertTrue(refused().startsWith("say where the door is"));
        assertTrue(refused("3000", "-x").startsWith("there is no option -x"));
        assertTrue(refused("3000", "-c").startsWith("-c needs code"));
        assertTrue(refused("3000", "--json").startsWith("--json is for scripts"));
        assertEquals("there is no file " + folder.resolve("nosuch"), refused("3000", "" + folder.resolve("nosuch")));
        assertEquals("the file " + latin + " is no text in UTF-8", refused("3000", "" + latin));
        assertTrue(refused("3000", "" + folder).startsWith("the file " + folder + " cannot be read: "));
    }
}
