package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The levels of Log4j 2's loggers, by the real library. Nobody has configured it: its root logger is at ERROR. */
@Timeout(60)
class Log4jLoggersTest {
    private final Logger logger = LogManager.getLogger("com.acme.log4j.Service");
    private final Configuration configuration = ((LoggerContext) LogManager.getContext(false)).getConfiguration();
    private final ProcessFixture process;

    Log4jLoggersTest() throws Exception {
        process = new ProcessFixture();
    }

    @AfterEach
    void close() {
        process.close();
    }

    @Test
    void aLevelIsSetAndPutBackAndNothingIsLeft() throws Exception {
        assertEquals(
                "com.acme.log4j.Service (Log4j 2): ERROR, inherited\n",
                process.type("logger log4j:com.acme.log4j.Service"));
        assertEquals(
                "com.acme.log4j (Log4j 2): DEBUG; it is put back in 10 min, or by /logger reset log4j:com.acme.log4j\n",
                process.type("logger log4j:com.acme.log4j debug"));
        assertTrue(logger.isDebugEnabled());
        assertEquals(
                "com.acme.log4j.Service (Log4j 2): DEBUG, inherited\n",
                process.type("logger log4j:com.acme.log4j.Service"));

        assertEquals("com.acme.log4j (Log4j 2): ERROR, inherited\n", process.type("logger reset log4j:com.acme.log4j"));
        assertFalse(logger.isDebugEnabled());
        assertFalse(configuration.getLoggers().containsKey("com.acme.log4j"));
    }

    @Test
    void oneThatWasConfiguredKeepsItsConfiguration() throws Exception {
        LoggerConfig before = new LoggerConfig("com.acme.log4j.configured", Level.WARN, false);
        configuration.addLogger("com.acme.log4j.configured", before);
        try {
            process.type("logger log4j:com.acme.log4j.configured TRACE");
            assertEquals(Level.TRACE, before.getLevel());
            process.type("logger log4j:com.acme.log4j.configured inherit");
            assertEquals(Level.ERROR, before.getLevel());
            assertTrue(process.type("logger").contains("root"));
            process.leases.close();
            assertEquals(Level.WARN, before.getLevel());
            assertEquals(before, configuration.getLoggers().get("com.acme.log4j.configured"));
        } finally {
            configuration.removeLogger("com.acme.log4j.configured");
        }
    }

    @Test
    void theRootLoggersLevelIsSetAndPutBack() throws Exception {
        assertEquals("root (Log4j 2): ERROR\n", process.type("logger log4j:root"));
        process.type("logger log4j:root INFO forever");
        assertTrue(logger.isInfoEnabled());
        process.leases.close();
        assertFalse(logger.isInfoEnabled());
    }

    @Test
    void loggersAndLevelsAreListed() throws Exception {
        String found = process.type("logger log4j.serv");
        assertTrue(found.matches("(?s).*\\(ERROR\\) +com.acme.log4j.Service +Log4j 2\n"), found);
        assertTrue(process.type("logger").matches("(?s).*ERROR +root +Log4j 2\\n.*"), process.type("logger"));
        LoggerSystem system = system(getClass().getClassLoader());
        assertTrue(system.loggers().containsAll(List.of("root", "com.acme.log4j.Service")));
        assertEquals("FATAL", system.level("fatal"));
        assertNull(system.level("loud"));
        Level.forName("NOTICE", 350);
        assertEquals("NOTICE", system.level("notice"));
    }

    private static LoggerSystem system(ClassLoader loader) {
        LoggerSystem system = Log4jLoggers.in(loader);
        assertNotNull(system);
        return system;
    }

    /** Log4j and nothing else, with an own loader. */
    private static URLClassLoader alone() {
        URL[] jars = {
            LogManager.class.getProtectionDomain().getCodeSource().getLocation(),
            LoggerContext.class.getProtectionDomain().getCodeSource().getLocation()
        };
        return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    }

    private static @Nullable Object log(ClassLoader loader) throws Exception {
        return loader.loadClass(LogManager.class.getName())
                .getMethod("getContext", ClassLoader.class, boolean.class)
                .invoke(null, loader, false);
    }

    @Test
    void whereItIsTheOnlyOneItIsTheFirst() throws Exception {
        try (URLClassLoader loader = alone()) {
            assertNull(Log4jLoggers.in(loader)); // nobody has logged: no context is made for it
            assertNotNull(log(loader));
            List<String> names =
                    LoggerSystem.of(loader).stream().map(LoggerSystem::name).toList();
            assertEquals(List.of("Log4j 2", "java.util.logging"), names);
        }
    }

    @Test
    void ofSeveralContextsTheApplicationsOwnIsTaken() throws Exception {
        try (URLClassLoader shared = alone();
                URLClassLoader one = new URLClassLoader(new URL[0], shared);
                URLClassLoader other = new URLClassLoader(new URL[0], shared)) {
            for (URLClassLoader each : List.of(one, other)) {
                shared.loadClass(LogManager.class.getName())
                        .getMethod("getContext", ClassLoader.class, boolean.class)
                        .invoke(null, each, false);
            }
            LoggerSystem.LoggerLevel level = system(other).logger("com.acme");
            level.set("TRACE");
            assertEquals("TRACE", system(other).logger("com.acme").effective());
            assertEquals("ERROR", system(one).logger("com.acme").effective());
        }
    }
}
