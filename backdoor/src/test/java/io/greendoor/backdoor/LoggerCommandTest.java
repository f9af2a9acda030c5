package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The levels of loggers, changed for a while. */
@Timeout(60)
class LoggerCommandTest {

    private final Logger jul = Logger.getLogger("com.acme.jul");
    private final ch.qos.logback.classic.Logger logback =
            (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("com.acme.logback");
    private final ProcessFixture process;

    LoggerCommandTest() throws Exception {
        process = new ProcessFixture();
    }

    @AfterEach
    void close() {
        process.close();
    }

    private String refused(String line) {
        return assertThrows(UsageError.class, () -> process.type(line)).getMessage();
    }

    @Test
    void aLevelOfLogbacksIsSetAndPutBack() throws Exception {
        assertEquals("com.acme.logback (Logback): DEBUG, inherited\n", process.type("logger com.acme.logback"));
        assertEquals(
                "com.acme.logback (Logback): TRACE; it is put back in 10 min, or by /logger reset com.acme.logback\n",
                process.type("logger com.acme.logback trace"));
        assertEquals(ch.qos.logback.classic.Level.TRACE, logback.getLevel());
        assertTrue(
                process.type("logger changed")
                        .matches(
                                "(?s).*the level of com.acme.logback \\(Logback\\) +TRACE +inherited +in (10 min|9 min \\d+ s)\\n"));

        assertEquals("com.acme.logback (Logback): DEBUG, inherited\n", process.type("logger reset com.acme.logback"));
        assertNull(logback.getLevel());
        assertEquals("nothing is changed\n", process.type("logger changed"));
    }

    @Test
    void aLevelOfTheJdksIsSetAndPutBackWithTheDoor() throws Exception {
        jul.setLevel(Level.WARNING);
        String set = process.type("logger jul:com.acme.jul debug forever");
        assertTrue(
                set.startsWith("com.acme.jul (java.util.logging): FINE; it is put back when the door is closed, or by"
                        + " /logger reset jul:com.acme.jul\nno handler prints FINE: there is ConsoleHandler at INFO"),
                set);
        assertEquals(Level.FINE, jul.getLevel());
        process.type("logger jul:com.acme.jul OFF 5");
        process.leases.close();
        assertEquals(Level.WARNING, jul.getLevel());
        assertTrue(refused("logger jul:com.acme.jul FINE").startsWith("the door is closed"));
        jul.setLevel(null);
    }

    @Test
    void loggersAreListed() throws Exception {
        assertTrue(
                process.type("logger")
                        .matches(
                                "(?s)LEVEL +LOGGER +LIBRARY\\n.*DEBUG +root +Logback\\n.*INFO +root +java.util.logging\\n.*"),
                process.type("logger"));
        String found = process.type("logger ACME");
        assertTrue(
                found.matches(
                        "(?s).*\\(DEBUG\\) +com.acme.logback +Logback\\n.*\\(INFO\\) +com.acme.jul +java.util.logging\\n.*"),
                found);
        assertEquals("root (Logback): DEBUG\n", process.type("logger root"));
    }

    @Test
    void wrongWordsAreToldWithTheCure() {
        assertEquals(
                "\"loud\" is no level of Logback: ALL, TRACE, DEBUG, INFO, WARN, ERROR, OFF or inherit",
                refused("logger com.acme loud"));
        assertEquals(
                "cannot set it for \"0\" minutes: a number from 1 to 10080, or forever", refused("logger a INFO 0"));
        assertEquals(
                "the level of com.acme (Logback) was not changed here: /logger changed lists what was",
                refused("logger reset com.acme"));
        assertTrue(refused("logger root inherit").startsWith("the root logger has nobody"));
        assertTrue(refused("logger a b c d").startsWith("/logger takes a name, a level and minutes, not 4 words"));
    }

    @Test
    void tabKnowsNamesAndLevels() {
        PromptCommand logger = CommandCall.command(process.commands, "logger");
        assertTrue(logger.complete(List.of("com")).contains("com.acme.logback"));
        assertTrue(logger.complete(List.of("com.acme.logback", "D")).contains("DEBUG"));
    }

    @Test
    void aLeaseEndsByItselfAlsoWhenItWasShortened() throws Exception {
        Recorded setting = new Recorded("a");
        try (Leases leases = new Leases()) {
            leases.change("x", setting, "b", null);
            leases.change("x", setting, "c", Duration.ofDays(1));
            assertEquals(List.of("b", "c"), List.copyOf(setting.log));
            leases.change("x", setting, "d", Duration.ofMillis(1));
            Await.until(() -> leases.changes().isEmpty(), () -> "it is not put back");
            assertEquals(List.of("b", "c", "d", "a"), setting.log);
        }
    }

    @Test
    void whatSomebodyElseChangedIsLeftAlone() {
        Recorded setting = new Recorded("a");
        Leases leases = new Leases();
        leases.change("x", setting, "b", null);
        setting.set("theirs");
        leases.close();
        assertEquals("theirs", setting.get());
    }

    @Test
    void oneThatCannotBePutBackDoesNotKeepTheOthers() {
        List<String> log = new ArrayList<>();
        Leases leases = new Leases();
        leases.change(
                "a",
                new Recorded("1") {
                    @Override
                    public void set(@Nullable String value) {
                        if ("1".equals(value)) {
                            throw new IllegalStateException("not any more");
                        }
                        super.set(value);
                    }
                },
                "2",
                null);
        Recorded other = new Recorded("1");
        leases.change("b", other, "2", null);
        leases.close();
        log.add(String.valueOf(other.get()));
        assertEquals(List.of("1"), log);
    }

    @Test
    void theTimersThreadIsThereOnlyWhileALeaseRuns() throws Exception {
        try (Leases leases = new Leases()) {
            leases.change("x", new Recorded("a"), "b", Duration.ofMillis(1));
            Await.until(() -> Threads.named("greendoor-leases").isEmpty(), () -> "it lives on");
        }
    }

    private static class Recorded implements Leases.Setting {
        final List<String> log = new CopyOnWriteArrayList<>();
        private volatile @Nullable String value;

        Recorded(String value) {
            this.value = value;
        }

        @Override
        public @Nullable String get() {
            return value;
        }

        @Override
        public void set(@Nullable String set) {
            value = set;
            log.add(String.valueOf(set));
        }
    }
}
