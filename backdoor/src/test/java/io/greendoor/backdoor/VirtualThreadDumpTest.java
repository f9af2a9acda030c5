package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JVM's thread dumps as text, of different JDKs. */
@Timeout(30)
class VirtualThreadDumpTest {

    private static List<VirtualThreadDump.VirtualThread> read(String dump) throws IOException {
        List<VirtualThreadDump.VirtualThread> threads = new ArrayList<>();
        VirtualThreadDump.read(new BufferedReader(new StringReader(dump)), threads::add);
        return threads;
    }

    @Test
    void ofJdk21NumberNameAndStackAreRead() throws IOException {
        List<VirtualThreadDump.VirtualThread> threads = read("""
                4711
                2026-01-02T03:04:05.123Z
                21.0.5+11-LTS

                #1 "main"
                      java.base/java.lang.Thread.sleep0(Native Method)
                      com.acme.Main.main(Main.java:12)

                #22 "worker-1" virtual
                      java.base/java.lang.VirtualThread.park(VirtualThread.java:596)
                      app//com.acme.Worker.lambda$run$0(Worker.java:34)

                #23 "" virtual
                """);
        assertEquals(
                List.of("v22 worker-1", "v23 "),
                threads.stream()
                        .map(each -> each.row().id() + " " + each.row().name())
                        .toList());
        assertEquals(
                "[java.lang.VirtualThread.park(VirtualThread.java:596), com.acme.Worker.lambda$run$0(Worker.java:34)]",
                threads.get(0).stack().toString());
    }

    @Test
    void ofNewerJdksStateAndLockAreReadToo() throws IOException {
        TaskRow row = read("""
                #27 "a "quoted" name" virtual WAITING 2026-11-28T13:46:47.799095927Z
                    at java.base/java.lang.VirtualThread.park(VirtualThread.java:742)
                    - parking to wait for <java.util.concurrent.CountDownLatch$Sync@7fa98a66>
                    at D.main(D.java)
                """).get(0).row();
        assertEquals("a \"quoted\" name", row.name());
        assertEquals("waiting", row.state());
        assertEquals("java.util.concurrent.CountDownLatch$Sync@7fa98a66", row.waitsFor());
    }

    @Test
    void oneThatCarriesAGreenTaskIsKnownByTheEnginesFrames() throws IOException {
        List<VirtualThreadDump.VirtualThread> threads = read("""
                #30 "" virtual
                      java.base/java.util.concurrent.locks.LockSupport.park(LockSupport.java:371)
                      io.greendoor.scheduler@0.1/io.greendoor.scheduler.ThreadEngine$BatonFiber.awaitTurn(ThreadEngine.java:160)
                #31 "" virtual
                      com.acme.Engine$1.run(Engine.java:1)
                """);
        assertEquals(
                List.of(true, false),
                threads.stream()
                        .map(VirtualThreadDump.VirtualThread::carriesTask)
                        .toList());
    }

    @Test
    void aNameWithLineEndsHarmsNobody() throws IOException {
        assertTrue(read("#30 \"two\nlines\" virtual\n#31 \"three\" virtual\n").stream()
                .anyMatch(each -> each.row().name().equals("three")));
    }
}
