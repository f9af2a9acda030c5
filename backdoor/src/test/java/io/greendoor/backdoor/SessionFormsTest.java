package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import io.greendoor.greenlet.Event;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The forms of answers for scripts and programs, which a client asks for with its first line. */
class SessionFormsTest extends AtTheDoor {
    private static final Pattern VALUE = Pattern.compile("\"value\",\"text\":\"([^\"]*)\"");

    private String answered(String script) throws Exception {
        DoorClient client = door.connect();
        client.send(script);
        client.endInput();
        return client.readToEnd();
    }

    @Test
    void whoeverSendsFirstAndAsksForNothingGetsEventletsTranscriptByteForByte() throws Exception {
        String script = "1 + 1\nfor (int i = 0; i < 2; i++) {\n  System.out.println(i);\n}\n\"/quiet\"\n";

        assertEquals(Settings.of(null).banner() + """
                >>> 2
                >>> ... ... 0
                1
                >>> "/quiet"
                >>>\s
                now exiting InteractiveConsole...
                """, answered(script));
    }

    @Test
    void aQuietClientGetsTheValueAndNothingElse() throws Exception {
        locals.put("app", new App());

        assertEquals("\"app\"\n", answered("/quiet\napp.name()\n"));
    }

    @Test
    void aQuietClientGetsOutputValuesAndErrors() throws Exception {
        assertEquals("""
                hi
                6
                java.lang.IllegalStateException: typed
                \tat <console>
                  File "<console>", line 1
                    nosuch
                    ^~~~~~
                error: cannot find symbol
                  symbol:   variable nosuch
                7
                """, answered("""
                        /quiet
                        System.out.println("hi")
                        int n =
                          5;
                        n + 1
                        throw new IllegalStateException("typed")
                        nosuch
                        7
                        """));
    }

    @Test
    void aQuietClientIsToldWhatItLeftUnfinished() throws Exception {
        String answer = answered("/quiet\n1 + 1\nMath.max(1,\n");

        assertTrue(answer.startsWith("2\n  File \"<console>\", line 1\n"), answer);
        assertTrue(
                answer.endsWith("\nerror: this statement is unfinished, and its piece or script ends here\n"), answer);
    }

    @Test
    void whoeverAsksAtThePromptIsQuietFromThereOn() throws Exception {
        DoorClient client = door.client();

        client.send("/quiet\n1 + 1\n");
        assertEquals("2\n", client.readUntil("\n"));
        client.send("int twice(int x) {\nreturn 2 * x; }\ntwice(4)\nexit()\n");
        assertEquals("8\n", client.readToEnd());
    }

    @Test
    void onlyTheFirstLineIsARequest() throws Exception {
        DoorClient client = door.client();

        assertEquals("1\n", client.type("1"));
        assertEquals(
                "error: /quiet is for the first line of a connection, and this is a later one: connect once more, and"
                        + " begin with it\n",
                client.type("/quiet"));
        assertTrue(client.type("/json").startsWith("error: /json is for the first line of a connection"));
        assertEquals("2\n", client.type("2"));
    }

    @Test
    void everythingIsAnObjectInALineForAProgram() throws Exception {
        assertEquals("""
                {"type":"output","text":"hi \\"you\\"\\n"}
                {"type":"done","ok":true}
                {"type":"value","text":"6","class":"java.lang.Integer","name":"_1"}
                {"type":"done","ok":true}
                {"type":"thrown","class":"java.lang.IllegalStateException","message":"typed",\
                "trace":"java.lang.IllegalStateException: typed\\n\\tat <console>\\n"}
                {"type":"done","ok":false}
                {"type":"rejected","text":"  File \\"<console>\\", line 1\\n    nosuch\\n    ^~~~~~\\n\
                error: cannot find symbol\\n  symbol:   variable nosuch"}
                {"type":"done","ok":false}
                {"type":"end"}
                """, withoutSession(answered("""
                        /json
                        System.out.println("hi \\"you\\"")
                        5 + 1
                        throw new IllegalStateException("typed")
                        nosuch
                        """)));
    }

    private static String withoutSession(String answer) {
        String session = "{\"type\":\"session\",\"java\":\"" + System.getProperty("java.version") + "\"}\n";
        assertTrue(answer.startsWith(session), answer);
        return answer.substring(session.length());
    }

    @Test
    void exitIsAnEndToo() throws Exception {
        assertEquals("{\"type\":\"end\"}\n", withoutSession(answered("/json\nexit()\n1 + 1\n")));
        assertEquals("{\"type\":\"end\"}\n", withoutSession(answered("/json\n")));
        assertEquals("", answered("/quiet\nexit()\n1 + 1\n"));
        assertEquals("", answered("/quiet\n"));
    }

    @Test
    void aCharacterInPiecesIsOneCharacterInAnObject() throws Exception {
        String answer = withoutSession(answered("""
                /json
                for (byte b : "grün".getBytes("UTF-8")) { System.out.write(b); System.out.flush(); }
                """));

        assertEquals(
                "grün",
                answer.lines()
                        .filter(line -> line.contains("\"output\""))
                        .map(line -> line.replace("{\"type\":\"output\",\"text\":\"", "")
                                .replace("\"}", ""))
                        .reduce("", String::concat));
    }

    @Test
    void anInterruptedStatementIsDone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        locals.put("begun", begun);
        DoorClient client = door.connect();
        client.send("/json\n{ begun.countDown(); Eventlet.sleep(Duration.ofHours(1)); }\n");
        client.readUntil("\"}\n");
        Await.latch(begun);
        client.send("\u0003");
        assertEquals("{\"type\":\"interrupted\"}\n{\"type\":\"done\",\"ok\":false}\n", client.readUntil("false}\n"));
        client.send("1\n");
        client.readUntil("{\"type\":\"done\",\"ok\":true}\n");
    }

    @Test
    void aPieceIsJudgedAsAWholeAndReadsOnlyWhatIsItsOwn() throws Exception {
        String answer = withoutSession(answered("/json\nint f() {\n\u0017System.in.read()\u0017\u00171 + 1\n\u0017"));

        assertEquals("""
                {"type":"done","ok":false}
                {"type":"piece"}
                {"type":"value","text":"-1","class":"java.lang.Integer","name":"_1"}
                {"type":"done","ok":true}
                {"type":"piece"}
                {"type":"piece"}
                {"type":"value","text":"2","class":"java.lang.Integer","name":"_2"}
                {"type":"done","ok":true}
                {"type":"piece"}
                {"type":"end"}
                """, answer.substring(answer.indexOf('\n') + 1));
        assertTrue(
                answer.contains("\\nerror: this statement is unfinished, and its piece or script ends here\"}\n"),
                answer);
    }

    @Test
    void aPieceThatIsInterruptedIsOverAllTheSame() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        locals.put("begun", begun);
        DoorClient client = door.connect();
        client.send("/json\n{ begun.countDown(); Eventlet.sleep(Duration.ofHours(1)); }\n1\n\u0017");
        client.readUntil("\"}\n");
        Await.latch(begun);
        client.send("\u0003");
        assertEquals(
                "{\"type\":\"interrupted\"}\n{\"type\":\"done\",\"ok\":false}\n{\"type\":\"piece\"}\n",
                client.readUntil("\"piece\"}\n"));
    }

    @Test
    void whatAPieceHasNotReadOfALineIsNotTheNextOnes() throws Exception {
        String answer = withoutSession(answered(
                "/json\nSystem.in.read()\ntyped\n\u0017System.in.read()\nother\n\u0017System.in.available()\n"));

        assertEquals(List.of("116", "111", "0"), values(answer));
    }

    private static List<String> values(String answer) {
        return VALUE.matcher(answer).results().map(found -> found.group(1)).toList();
    }

    @Test
    void whoReadsWhenAPieceEndsReadsNothingOfTheNext() throws Exception {
        Event<Void> gate = door.run(Event::new);
        locals.put("gate", gate);
        DoorClient client = door.connect();
        client.send(
                "/json\nEventlet.spawn(() -> { gate.await(); System.out.println(\"read \" + System.in.read()); })\n");
        client.readUntil("{\"type\":\"done\",\"ok\":true}\n");
        door.run(
                () -> { // which finds the console waiting for its next line, so that it is the first to be woken
                    gate.send(null);
                    return null;
                });

        client.send("\u00171 + 1\n2 + 2\n\u0017");

        String answer = client.readUntil("{\"type\":\"piece\"}\n") + client.readUntil("{\"type\":\"piece\"}\n");
        assertTrue(answer.contains("read -1\\n"), answer);
        assertEquals(List.of("2", "4"), values(answer));
    }

    @Test
    void aRequestAfterWhatWasTakenBackIsALaterLine() throws Exception {
        String answer = answered("1 + 1\n\u0003/json\n(int) \"\u0017\".charAt(0)\n");

        assertTrue(
                answer.contains("\nKeyboardInterrupt\n>>> error: /json is for the first line of a connection"), answer);
        assertTrue(answer.contains(">>> 23\n"), answer);
    }

    @Test
    void anEarlyInterruptTakesBackThePieceAndNotTheRequest() throws Exception {
        DoorClient client = door.connect();

        client.send("/json\n1 + 1\n\u0017\u0003");

        assertEquals(
                "{\"type\":\"interrupted\"}\n{\"type\":\"piece\"}\n",
                withoutSession(client.readUntil("{\"type\":\"piece\"}\n")));
    }

    @Test
    void theByteThatEndsAPieceIsTextToOthers() throws Exception {
        assertEquals("23\n", answered("/quiet\n(int) \"\u0017\".charAt(0)\n"));
    }

    @Test
    void whoeverAsksForObjectsAtThePromptGetsThemFromThereOn() throws Exception {
        DoorClient client = door.client();

        client.send("/json\n");
        assertTrue(client.readUntil("\"}\n").startsWith("\n{\"type\":\"session\""));
        client.send("1 + 1\n");
        client.readUntil("{\"type\":\"value\",\"text\":\"2\"");
    }
}
