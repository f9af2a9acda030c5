package io.greendoor.greenlet.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * The same program does the same on every engine, event by event: thousands of random ones, on each two engines that run
 * here. What differs is shown as the smallest program that still does, with its seed; {@code -Dgreendoor.seed=N} runs
 * that seed alone.
 */
class RandomProgramsTest {
    private static final int PROGRAMS = 3000;
    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final Duration SHRINKING = Duration.ofSeconds(30);
    private static final Duration HANGING = Duration.ofSeconds(20);
    private static final int SHOWN = 12;

    private final List<String> engines = Scheduler.engines();

    @Test
    void everyEngineRunsThemAlike() throws Exception {
        assumeTrue(
                engines.size() > 1,
                "only the engine " + engines + " can run in this JVM: there is nothing to compare it with");
        Long only = Long.getLong("greendoor.seed");
        long first = only != null ? only : System.nanoTime();
        long begun = System.nanoTime();
        int compared = 0;
        while (compared < (only != null ? 1 : PROGRAMS) && System.nanoTime() - begun < BOUND.toNanos()) {
            compare(first + compared);
            compared++;
        }

        assertTrue(compared > 0);
        System.Logger log = System.getLogger(getClass().getName());
        log.log(
                System.Logger.Level.INFO,
                "{0} programs were the same on {1}, from seed {2,number,#} on",
                compared,
                engines,
                first);
    }

    private void compare(long seed) throws Exception {
        Program program = Program.of(seed);
        if (differ(program, seed).isPresent()) {
            Program smallest = shrunk(program, seed);
            throw new AssertionError("seed " + seed + ": "
                    + differ(smallest, seed).orElse("(it does not differ each time)") + "\n\nof the program\n"
                    + smallest + "\n\n-Dgreendoor.seed=" + seed + " runs it again");
        }
    }

    private Program shrunk(Program program, long seed) throws Exception {
        long begun = System.nanoTime();
        Program smallest = program;
        boolean found = true;
        while (found) {
            found = false;
            for (Program each : smallest.smaller()) {
                if (System.nanoTime() - begun > SHRINKING.toNanos()) {
                    return smallest;
                }
                if (differ(each, seed).isPresent()) {
                    smallest = each;
                    found = true;
                    break;
                }
            }
        }
        return smallest;
    }

    /** In what the first engine and another one differ, if they do. */
    private Optional<String> differ(Program program, long seed) throws Exception {
        List<String> expected = log(program, engines.get(0), seed);
        for (String engine : engines.subList(1, engines.size())) {
            List<String> log = log(program, engine, seed);
            if (!log.equals(expected)) {
                int at = 0;
                while (at < log.size() && at < expected.size() && log.get(at).equals(expected.get(at))) {
                    at++;
                }
                return Optional.of("after\n  " + String.join("\n  ", expected.subList(Math.max(0, at - SHOWN), at))
                        + "\nthere is on " + engines.get(0) + "\n  " + next(expected, at) + "\nand on " + engine
                        + "\n  " + next(log, at));
            }
        }
        return Optional.empty();
    }

    private static String next(List<String> log, int at) {
        return at == log.size() ? "nothing more" : String.join("\n  ", log.subList(at, Math.min(log.size(), at + 4)));
    }

    /** Runs it on a thread of its own, whose loop nobody has used, and that may be left when it hangs. */
    private static List<String> log(Program program, String engine, long seed) throws Exception {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        FutureTask<Void> run = new FutureTask<>(() -> ProgramRun.run(program, engine, log), null);
        Thread thread = new Thread(run, "program " + seed);
        thread.setDaemon(true);
        thread.start();
        try {
            run.get(HANGING.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException hung) {
            hung.setStackTrace(thread.getStackTrace());
            List<String> events = new ArrayList<>(log);
            throw new AssertionError(
                    "seed " + seed + " hangs on " + engine + " after\n  "
                            + String.join("\n  ", events.subList(Math.max(0, events.size() - SHOWN), events.size()))
                            + "\n\nof the program\n" + program,
                    hung);
        }
        return log;
    }

    @Test
    void aSeedGivesTheSameProgramAndThatDoesTheSameEachTime() throws Exception {
        Program program = Program.of(42);

        assertEquals(program.toString(), Program.of(42).toString());
        assertEquals(log(program, engines.get(0), 42), log(program, engines.get(0), 42));
    }

    @Test
    void smallerProgramsAreSmaller() {
        Program program = Program.of(42);

        assertTrue(program.smaller().stream().allMatch(each -> each.size() < program.size() || !each.traced()));
    }
}
