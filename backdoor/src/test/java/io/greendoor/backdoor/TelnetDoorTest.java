package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.greenlet.Event;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who is spoken to by telnet, and what it can say. */
class TelnetDoorTest extends AtTheDoor {
    private static final String OFFERS = "WILL ECHO WILL SGA WILL BINARY DO BINARY DO NAWS DO TTYPE";
    private static final String BANNER_END = "(InteractiveConsole)\n>>> ";

    private void send(DoorClient client, String notation) throws Exception {
        client.send(TelnetNotation.bytes(notation));
    }

    @Test
    void whoeverSaysNothingIsMadeOffersOnTcpAlone() throws Exception {
        DoorClient client = door.connect();
        assertTrue(client.readUntilPrompt().endsWith(BANNER_END));
        assertEquals(transport == Transport.TCP ? OFFERS : "", client.protocol());
        assertEquals("2\n", client.type("1+1"));
    }

    /** As one task of the server's loop, so that it is all there when the door looks. */
    private DoorClient connectAndSend(String notation) throws Exception {
        return door.run(() -> {
            DoorClient client = door.connect();
            send(client, notation);
            return client;
        });
    }

    @Test
    void whoeverSendsTextFirstNeverSeesTheProtocol() throws Exception {
        DoorClient client = connectAndSend("'1+1' LF");
        assertTrue(client.readUntilPrompt().endsWith(BANNER_END));
        assertEquals("2\n", client.answer());
        send(client, "WILL NAWS SB NAWS 00 50 00 18 SE DO ECHO DO TM WILL TTYPE WILL BINARY DO BINARY '2+2' LF");
        assertEquals("4\n", client.answer());
        client.endInput();
        assertEquals("\nnow exiting InteractiveConsole...\n", client.readToEnd());
        assertEquals("", client.protocol());
    }

    @Test
    void whoeverBeginsWithTelnetIsAnsweredInIt() throws Exception {
        DoorClient client = connectAndSend("WILL NAWS");
        client.awaitProtocol(OFFERS);
        client.readUntilPrompt();
        assertEquals("2\r\n", client.type("1+1"));
        send(client, "DO ECHO");
        client.awaitProtocol("WONT ECHO");
        assertTrue(client.protocol().startsWith(OFFERS + " WONT ECHO"), client.protocol());
    }

    @Test
    void theBannerIsForWhoeverHasAnsweredAlready() throws Exception {
        DoorClient client = connectAndSend("WILL BINARY WONT NAWS WILL TTYPE SB TTYPE IS 'VT100' SE");
        String banner = client.readUntilPrompt();
        assertTrue(banner.endsWith("\r\n(InteractiveConsole)\r\n>>> "), banner);
        assertEquals(OFFERS + " SB TTYPE SEND SE", client.protocol());
    }

    @Test
    void whoeverEndsAtOnceIsGreetedAndDismissed() throws Exception {
        DoorClient client = door.run(() -> {
            DoorClient ending = door.connect();
            ending.endInput();
            return ending;
        });
        assertTrue(client.readToEnd().endsWith(BANNER_END + "\nnow exiting InteractiveConsole...\n"));
        assertEquals("", client.protocol());
    }

    @Test
    void anInterruptBeforeTheBannerIsToldAfterIt() throws Exception {
        DoorClient client = connectAndSend("03");
        String greeting = client.readUntil("KeyboardInterrupt\n");
        assertTrue(greeting.contains("(InteractiveConsole)\n"), greeting);
        assertEquals(">>> ", client.readUntilPrompt());
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void theLineIsEditedByCommands() throws Exception {
        DoorClient client = door.client();
        send(client, "'40+9' EC EC EC '1+2' LF");
        assertEquals("43\n", client.answer());
        send(client, "'nonsense' EL '1+1' LF");
        assertEquals("2\n", client.answer());
    }

    @Test
    void theEndOfTheInputIsACommand() throws Exception {
        DoorClient client = door.client();
        send(client, "'1+1' LF EOF");
        assertEquals("2\n>>> \nnow exiting InteractiveConsole...\n", client.readToEnd());
    }

    @Test
    void theKeyForTheEndOfTheInputIsOneAtTheBeginningOfALine() throws Exception {
        DoorClient client = door.client();
        assertEquals("1\n", client.type("\"\4\".length()"));
        client.send("\4");
        assertEquals("\nnow exiting InteractiveConsole...\n", client.readToEnd());
    }

    @Test
    void theDoorAnswersThatItIsThereWhileACommandWaits() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Event<String> gate = new Event<>();
        locals.put("started", started);
        locals.put("gate", gate);
        DoorClient client = door.client();
        client.send("{ started.countDown(); System.out.println(gate.await()); }\n");
        Await.latch(started);
        send(client, "AYT");
        assertEquals("\n[the backdoor is here]\n", client.readUntil("here]\n"));
        gate.send("undisturbed");
        assertEquals("undisturbed\n", client.answer());
    }

    @Test
    void outputThatIsNotSentYetCanBeAborted() throws Exception {
        assumeTrue(transport == Transport.UNIX, "TCP takes megabytes from the sender before they are read");
        Event<String> gate = new Event<>();
        locals.put("gate", gate);
        DoorClient client = door.client();
        client.send("{ System.out.print(\"x\".repeat(4 << 20)); System.out.println(gate.await()); }\n");
        client.awaitUnread();
        send(client, "AO AYT");
        String seen = client.readUntil("[the backdoor is here]\n");
        assertTrue(seen.length() < 2 << 20, () -> seen.length() + " characters");
        gate.send("done");
        assertEquals("done\n", client.answer());
        assertFalse(client.transcript().contains("dropped"));
    }
}
