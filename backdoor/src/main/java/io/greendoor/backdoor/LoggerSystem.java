package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A logging library of the application's, whose root logger is called {@code root} here. */
interface LoggerSystem {

    String ROOT = "root";

    /** The library's. */
    String name();

    /** What is put before a logger's name, with a colon, to mean this library. */
    String prefix();

    /** The loggers that there are, sorted. */
    List<String> loggers();

    /** Makes it, if there is none of this name. */
    LoggerLevel logger(String name);

    /** The names of the levels, most first. */
    List<String> levels();

    /** The library's own name for a level, which may be typed in the words of another; null if it means none. */
    @Nullable
    String level(String typed);

    /** What a user should know who expects to see a level's messages; empty if all is well. */
    default String warning(String logger, String level) {
        return "";
    }

    /** That of one logger. */
    interface LoggerLevel extends Leases.Setting {
        /** The level that counts, its own or inherited. */
        String effective();
    }

    /** Those of the application, the one that it probably uses first. */
    static List<LoggerSystem> of(ClassLoader application) {
        List<LoggerSystem> systems = new ArrayList<>(3);
        LoggerSystem logback = LogbackLoggers.in(application);
        if (logback != null) {
            systems.add(logback);
        }
        LoggerSystem log4j = Log4jLoggers.in(application);
        if (log4j != null) {
            systems.add(log4j);
        }
        systems.add(new JulLoggers());
        return systems;
    }
}
