package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.spi.Engine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EnginesTest {
    private static final int JDK = Runtime.version().feature();

    private final Thread here = Thread.currentThread();

    @Test
    void anEngineIsChosenByItsName() {
        assertEquals("thread", Engines.choose("thread", here).name());
        if (Engines.choose(null, here).name().equals("loom")) {
            assertEquals("loom", Engines.choose("loom", here).name());
        }
    }

    @Test
    void theSchedulerHasTheEngineThatTheTestsAskFor() throws Exception {
        String asked = System.getProperty(Engines.PROPERTY);
        assumeTrue(asked != null, "not run by Maven");
        FutureTask<String> fresh = new FutureTask<>(() -> Scheduler.current().engine());
        new Thread(fresh, "fresh").start();

        assertEquals(asked, fresh.get());
    }

    @Test
    void anUnknownNameIsRefusedByAMessageThatNamesTheEnginesThereAre() {
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> Engines.choose("steam", here));

        List<String> names = new ArrayList<>(List.of("loom"));
        ServiceLoader.load(Engine.class).forEach(engine -> names.add(engine.name()));
        names.add("thread");
        assertEquals(
                "-Dgreendoor.engine=steam names no engine; there are " + names
                        + ", and without the property the best one is chosen",
                refusal.getMessage());
    }

    @Test
    void aVirtualThreadGetsTheEngineThatItCanCarry() throws Exception {
        assumeTrue(JDK >= 21, "this JDK has no virtual threads");
        FutureTask<String> work = new FutureTask<>(
                () -> Engines.choose(null, Thread.currentThread()).name());
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);

        assertEquals("thread", work.get(10, TimeUnit.SECONDS));
    }

    @Test
    void onAnOldJdkTheMessageNamesTheNewerOne() throws Exception {
        assumeTrue(JDK < 21, "this JDK has virtual threads");

        String answer = choiceOf("loom");

        assertTrue(answer.contains("needs JDK 21 or newer, and this is Java " + JDK), answer);
        assertTrue(answer.contains("or use the engine \"thread\""), answer);
    }

    @Test
    void withoutTheFlagTheMessageNamesTheFlag() throws Exception {
        assumeTrue(JDK >= 21, "this JDK has no virtual threads");

        String answer = choiceOf("loom");

        assertTrue(answer.contains("add --add-opens java.base/java.lang=ALL-UNNAMED"), answer);
        assertTrue(answer.contains("or use the engine \"thread\""), answer);
    }

    @Test
    void withoutTheFlagAndThePropertyTheOtherEngineIsChosen() throws Exception {
        assertEquals("thread", choiceOf(null));
    }

    @Test
    void withTheFlagAloneTheBestEngineIsChosen() throws Exception {
        assertEquals(JDK >= 21 ? "loom" : "thread", choiceOf(null, "--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    }

    /** What a JVM of its own, with no options but these, says to the name. */
    private static String choiceOf(String name, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-Xshare:auto", "-cp", System.getProperty("java.class.path")));
        if (name != null) {
            command.add("-D" + Engines.PROPERTY + "=" + name);
        }
        command.add(Choice.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.strip();
    }

    /** Prints which engine it got, or why none. */
    static final class Choice {
        private Choice() {}

        public static void main(String[] args) {
            try {
                System.out.println(Scheduler.current().engine());
            } catch (IllegalStateException refusal) {
                System.out.println(refusal.getMessage());
            }
        }
    }
}
