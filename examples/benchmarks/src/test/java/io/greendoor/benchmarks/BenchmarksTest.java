package io.greendoor.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks still run, each once and in this JVM. What they measure here means nothing. */
@Timeout(120)
class BenchmarksTest {

    private static final String ENGINE = "greendoor.engine";
    private static final int FEW = 100;

    @Test
    @EnabledIfSystemProperty(named = ENGINE, matches = "loom")
    void measuresWhatTheTableShows() throws Exception {
        Figures figures = Figures.measure(1, Benchmarks.onLoom(once()), VerboseMode.SILENT);

        List<Row> rows = Benchmarks.loom(figures, program -> Figure.of(program.measure(FEW)));

        assertEquals(16, rows.size());
    }

    @Test
    @EnabledIfSystemProperty(named = ENGINE, matches = "loom")
    void putsLoadOnEchoServers() throws Exception {
        assumeTrue(Native.works("cc", "--version"), "the load generator and the floor are in C");

        List<Row> rows = Benchmarks.echo(EchoLoad.Effort.TRIAL);

        assertTrue(rows.size() >= 12, () -> Row.table(rows));
    }

    @Test
    void visitsADoor() throws Exception {
        List<Row> rows = Benchmarks.door(DoorEffort.TRIAL);

        assertTrue(rows.size() >= 20, () -> Row.table(rows));
    }

    @Test
    @DisabledIfSystemProperty(named = ENGINE, matches = "loom") // there measuresWhatTheTableShows runs them all
    void runsOnOtherEnginesWithoutPeersAndWithFewTasks() throws Exception {
        Options ours = once().exclude("bare").param("tasks", "2").build();

        assertEquals(10, Figures.measure(1, ours, VerboseMode.SILENT).size());
    }

    @ParameterizedTest
    @DisabledIfSystemProperty(named = ENGINE, matches = "loom") // there measuresWhatTheTableShows runs them all
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PARKED_VIRTUAL_THREAD")
    void runsProgramsOnOtherEngines(Program program) throws Exception {
        assertFalse(Double.isNaN(program.measure(FEW)));
    }

    private static ChainedOptionsBuilder once() {
        return new OptionsBuilder()
                .shouldFailOnError(true)
                .forks(0)
                .mode(Mode.SingleShotTime)
                .warmupIterations(0)
                .measurementIterations(1);
    }
}
