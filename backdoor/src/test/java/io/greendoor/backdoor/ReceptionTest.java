package io.greendoor.backdoor;

import static io.greendoor.scheduler.testing.VirtualTime.advanceUntilIdle;
import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.scheduler.Task;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** When it is decided how a client is spoken to, and when the banner comes: in virtual time. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
@DisabledIfSystemProperty( // Mockito undoes there what the agent has done to GreenSocket
        named = "greendoor.engine",
        matches = "quasar",
        disabledReason = "Mockito rewrites GreenSocket, and takes away what Quasar's agent has done to it")
class ReceptionTest {
    private static final String LINE_OFFERS = "DO BINARY DO NAWS DO TTYPE";
    private static final String OFFERS = "WILL ECHO WILL SGA WILL BINARY " + LINE_OFFERS;
    private static final String ANSWERS = "DO ECHO DO SGA DO BINARY "
            + "WILL BINARY WILL NAWS SB NAWS 00 50 00 18 SE WILL TTYPE SB TTYPE IS 'VT100' SE";

    private final List<String> log = new ArrayList<>();
    private final TelnetStripper sent = new TelnetStripper();
    private final SessionInput input = new SessionInput();
    private Reception reception;

    private void log(String event) {
        log.add(currentTime().toMillis() + " ms: " + event);
    }

    /** Greets a client while it does what the body says; then prints a line of text. */
    private List<String> greeted(boolean isTcp, Task client) throws Exception {
        GreenSocket socket = mock(GreenSocket.class);
        doAnswer(call -> {
                    byte[] bytes = call.getArgument(0);
                    sent.receive(bytes, bytes.length);
                    logSent();
                    return null;
                })
                .when(socket)
                .sendAll(any(byte[].class));
        runTest(() -> {
            SessionOutput output = new SessionOutput(socket, failure -> log("failed"));
            reception = new Reception("client", isTcp, input, output);
            Eventlet.spawn(() -> {
                reception.greet();
                output.print("banner\n");
            });
            Eventlet.spawn(client);
            advanceUntilIdle();
        });
        return log;
    }

    private void logSent() {
        if (sent.protocol.size() > 0) {
            log("> " + TelnetNotation.text(sent.protocol.toByteArray()));
            sent.protocol.reset();
        }
        if (sent.text.size() > 0) {
            log("\""
                    + sent.text
                            .toString(StandardCharsets.UTF_8)
                            .replace("\r", "\\r")
                            .replace("\n", "\\n") + "\"");
            sent.text.reset();
        }
    }

    private Task after(long millis, String notation) {
        return () -> {
            Eventlet.sleep(Duration.ofMillis(millis));
            reception.receive(TelnetNotation.bytes(notation));
        };
    }

    @Test
    void whoeverNeverSaysAnythingWaitsTwiceForTheBanner() throws Exception {
        assertEquals(List.of("150 ms: > " + OFFERS, "300 ms: \"banner\\n\""), greeted(true, () -> {}));
    }

    @Test
    void whoeverSendsTextFirstGetsTheBannerAtOnce() throws Exception {
        assertEquals(List.of("100 ms: \"banner\\n\""), greeted(true, after(100, "'1+1' LF WILL NAWS DO TM")));
    }

    @Test
    void whoeverAnswersGetsTheBannerThen() throws Exception {
        assertEquals(
                List.of("150 ms: > " + OFFERS, "200 ms: > SB TTYPE SEND SE", "200 ms: \"banner\\r\\n\""),
                greeted(true, after(200, ANSWERS)));
    }

    @Test
    void whoeverRefusesAllHasAnsweredToo() throws Exception {
        assertEquals(
                List.of("150 ms: > " + OFFERS, "160 ms: \"banner\\r\\n\""),
                greeted(true, after(160, "DONT ECHO DONT SGA DONT BINARY WONT BINARY WONT NAWS WONT TTYPE")));
    }

    @Test
    void whoeverAnswersOnlyInPartIsNotWaitedForForEver() throws Exception {
        assertEquals(
                List.of("150 ms: > " + OFFERS, "2450 ms: \"banner\\r\\n\""), greeted(true, after(200, "WILL BINARY")));
    }

    @Test
    void whoeverBeginsWithTelnetIsMadeOffersAtOnce() throws Exception {
        assertEquals(
                List.of("20 ms: > " + OFFERS, "2170 ms: > WONT ECHO", "2320 ms: \"banner\\r\\n\""),
                greeted(true, after(20, "DO ECHO")));
    }

    @Test
    void whoeverIsSilentOnAUnixDomainSocketIsHardlyWaitedFor() throws Exception {
        assertEquals(
                List.of("15 ms: \"banner\\n\"", "500 ms: > " + LINE_OFFERS), greeted(false, after(500, "WILL NAWS")));
    }

    @Test
    void whoeverBeginsWithTelnetOnAUnixDomainSocketMayBeATerminal() throws Exception {
        assertEquals(
                List.of("5 ms: > " + OFFERS + " SB TTYPE SEND SE", "5 ms: \"banner\\r\\n\""),
                greeted(false, after(5, ANSWERS)));
    }

    @Test
    void aRequestForAFormIsWaitedForUntilItsLineIsWhole() throws Exception {
        assertEquals(List.of("60 ms: \"banner\\n\""), greeted(true, () -> {
            after(10, "'/qu'").run();
            after(50, "'iet' LF").run();
        }));
        assertEquals(Form.QUIET, input.takeForm());
    }

    @Test
    void aLineThatCannotBeARequestIsNotWaitedFor() throws Exception {
        assertEquals(List.of("30 ms: \"banner\\n\""), greeted(true, () -> {
            after(10, "'/qu'").run();
            after(20, "'ick'").run();
        }));
        assertEquals(Form.INTERACTIVE, input.takeForm());
    }

    @Test
    void whoeverTypesARequestSlowlyGetsTheBanner() throws Exception {
        assertEquals(List.of("160 ms: \"banner\\n\""), greeted(true, after(10, "'/j'")));
    }

    @Test
    void textOnAUnixDomainSocketIsPlainForEver() throws Exception {
        assertEquals(List.of("15 ms: \"banner\\n\""), greeted(false, () -> {
            after(50, "'a'").run();
            after(50, "WILL NAWS DO ECHO DO TM").run();
        }));
    }

    @Test
    void whoeverEndsIsNotWaitedFor() throws Exception {
        assertEquals(List.of("30 ms: \"banner\\n\""), greeted(true, () -> {
            Eventlet.sleep(Duration.ofMillis(30));
            reception.end();
        }));
    }
}
