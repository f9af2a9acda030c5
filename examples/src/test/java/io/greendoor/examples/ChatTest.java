package io.greendoor.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program of docs/porting.md, by its clients' transcripts; and its original, where that can run. */
@Timeout(120)
class ChatTest {
    private static final int LONG = 60;

    private static final String CONVERSATION = """
            ann connects
            ann < * who are you?
            ann > ann
            ann < * ann enters hall
            bob connects
            bob < * who are you?
            bob > ann
            bob < * choose another name
            bob > bob
            bob < * bob enters hall
            ann < * bob enters hall
            cid connects
            cid < * who are you?
            cid > cid
            cid < * cid enters hall
            ann < * cid enters hall
            bob < * cid enters hall
            ann > grüß Gott ✓
            ann < ann: grüß Gott ✓
            bob < ann: grüß Gott ✓
            cid < ann: grüß Gott ✓
            bob > /who
            bob < * ann bob cid
            cid > /join attic
            cid < * cid enters attic
            ann < * cid leaves hall
            bob < * cid leaves hall
            cid > anybody here?
            cid < cid: anybody here?
            bob > /digest green door
            bob < b6fa527780e5db30af4e0c5bacf7c472cb5f21a9db8348ec554c850bc79220bf
            ann > /later 0.05 time is up
            ann < ann: time is up
            bob < ann: time is up
            ann > /later soon
            ann < * in how many seconds?
            ann > /nope
            ann < * there is no /nope
            bob > /quit
            bob is disconnected
            ann < * bob leaves hall
            cid > /shutdown
            cid < * the server stops
            cid is disconnected
            ann < * the server stops
            ann is disconnected
            """;

    private static final String SILENCE = """
            ann connects
            ann < * who are you?
            ann < * you were silent for too long
            ann is disconnected
            bob connects
            bob < * who are you?
            bob > bob
            bob < * bob enters hall
            bob < * you were silent for too long
            bob is disconnected
            """;

    private static List<String> play(ChatProgram program, String script) throws IOException {
        try (ChatClients clients = new ChatClients(program.port())) {
            return clients.play(script);
        }
    }

    @Test
    void theClientsOfThePortTalk() throws Exception {
        try (ChatProgram program = ChatProgram.java(LONG)) {
            assertEquals(CONVERSATION.lines().toList(), play(program, CONVERSATION));
            assertEquals(List.of("stopped by cid"), program.end());
        }
    }

    @Test
    void whoIsSilentForTooLongIsThrownOut() throws Exception {
        try (ChatProgram program = ChatProgram.java(1)) {
            assertEquals(SILENCE.lines().toList(), play(program, SILENCE));
        }
    }

    @Test
    void whoDoesNotReadIsThrownOutAndHoldsNobodyUp() throws Exception {
        try (ChatProgram program = ChatProgram.java(LONG);
                ChatClients clients = new ChatClients(program.port())) {
            clients.play(CONVERSATION.substring(0, CONVERSATION.indexOf("cid connects")));
            String talk = "x".repeat(1 << 16);
            String heard = "";
            for (int i = 0; i < 2000 && !heard.equals("ann < * bob leaves hall"); i++) {
                clients.send("ann", talk);
                heard = clients.receive("ann");
                assertTrue(heard.equals("ann < ann: " + talk) || heard.startsWith("ann < * bob"), heard);
            }
            assertEquals("ann < * bob leaves hall", heard);
        }
    }

    @Test
    void theOriginalTalksInTheSameWords() throws Exception {
        Optional<String> python = ChatProgram.pythonWithEventlet();
        assumeTrue(python.isPresent(), "no python3 here has eventlet, which Debian's package python3-eventlet brings");

        try (ChatProgram original = ChatProgram.python(python.get(), LONG);
                ChatProgram port = ChatProgram.java(LONG)) {
            assertEquals(play(original, CONVERSATION), play(port, CONVERSATION));
            assertEquals(original.end(), port.end());
        }
        try (ChatProgram original = ChatProgram.python(python.get(), 1);
                ChatProgram port = ChatProgram.java(1)) {
            assertEquals(play(original, SILENCE), play(port, SILENCE));
        }
    }
}
