package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The {@code nc} that people use, as it is installed here. */
class NcTest extends AtTheDoor {
    private static final String NOW_EXITING = "\nnow exiting InteractiveConsole...\n";

    private ClientProgram nc(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("nc"));
        command.addAll(List.of(options));
        if (door.address() instanceof UnixDomainSocketAddress unix) {
            command.addAll(List.of("-U", unix.getPath().toString()));
        } else {
            command.addAll(List.of("127.0.0.1", String.valueOf(((InetSocketAddress) door.address()).getPort())));
        }
        return ClientProgram.start(command);
    }

    @Test
    void ncTalksLineByLine() throws Exception {
        locals.put("count", 1);
        try (ClientProgram nc = nc()) {
            assertTrue(nc.readUntilPrompt().endsWith("(InteractiveConsole)\n>>> "));
            nc.type("count + 1");
            assertEquals("2\n>>> ", nc.readUntilPrompt());
            locals.put("count", 41);
            nc.type("count = count + 1");
            assertEquals(">>> ", nc.readUntilPrompt());
            assertEquals(42, locals.get("count"));
            nc.type("\"grün \" + count");
            assertEquals("\"grün 42\"\n>>> ", nc.readUntilPrompt());
            nc.type("exit()");
            nc.endInput(); // without it nc on TCP goes on to read what is typed, as it does with any server
            assertEquals("", nc.readToEnd());
            assertEquals(0, nc.exitStatus());
        }
    }

    @Test
    void ncSendsAScriptAndReceivesAllAnswers() throws Exception {
        try (ClientProgram nc = nc("-N")) {
            nc.type("int n = 20");
            nc.type("n + 1");
            nc.type("class A {");
            nc.type("}");
            nc.type("new A() != null");
            nc.endInput();

            String transcript = nc.readToEnd();
            assertTrue(
                    transcript.endsWith("(InteractiveConsole)\n>>> >>> 21\n>>> ... >>> true\n>>> " + NOW_EXITING),
                    transcript);
            assertEquals(0, nc.exitStatus());
        }
    }
}
