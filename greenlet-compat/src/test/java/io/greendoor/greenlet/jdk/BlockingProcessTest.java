package io.greendoor.greenlet.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.greenlet.Tpool;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other processes, and files. */
class BlockingProcessTest extends BlockingTestCase {
    @TempDir
    Path directory;

    private Process process;

    private Process start(String script) throws IOException {
        assumeTrue(new File("/bin/sh").canExecute(), "needs a shell");
        process = new ProcessBuilder("/bin/sh", "-c", script)
                .redirectErrorStream(true)
                .start();
        return process;
    }

    @AfterEach
    void endProcess() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void waitingForAProcessGivesWay() throws Exception {
        assumeLoom();
        start("read line");

        assertGivesWay(() -> assertEquals(0, process.waitFor()), () -> {
            try (OutputStream input = process.getOutputStream()) {
                input.write('\n');
            }
        });
    }

    @Test
    void aProcesssExitAsAFutureGivesWay() throws Exception {
        assumeLoom();
        start("read line");

        assertGivesWay(() -> assertEquals(0, process.onExit().get().exitValue()), () -> {
            try (OutputStream input = process.getOutputStream()) {
                input.write('\n');
            }
        });
    }

    /** Its pipe is a file to the JDK, and the system lets nobody wait for a file. */
    @Test
    void readingAProcesssOutputHoldsTheLoop() throws Exception {
        assumeLoom();
        start("read line; echo \"got $line\"");

        assertHoldsTheLoop(() -> assertEquals("got it", process.inputReader().readLine()), this::answer);
    }

    @Test
    void onEveryEngineAThreadOfTpoolMayReadIt() throws Exception {
        start("read line; echo \"got $line\"");

        assertGivesWay(
                () -> assertEquals(
                        "got it", Tpool.execute(() -> process.inputReader().readLine())),
                this::answer);
    }

    private void answer() throws IOException {
        try (OutputStream input = process.getOutputStream()) {
            input.write("it\n".getBytes(UTF_8));
        }
    }

    @Test
    void readingAFileHoldsTheLoop() throws Exception {
        assumeLoom();
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        assertHoldsTheLoop(
                () -> assertEquals("content", Files.readString(pipe)), () -> Files.writeString(pipe, "content"));
    }
}
