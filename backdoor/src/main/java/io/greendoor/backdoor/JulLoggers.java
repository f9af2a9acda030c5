package io.greendoor.backdoor;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The loggers of {@code java.util.logging}. */
final class JulLoggers implements LoggerSystem {

    private static final List<String> LEVELS =
            List.of("ALL", "FINEST", "FINER", "FINE", "CONFIG", "INFO", "WARNING", "SEVERE", "OFF");
    private static final Map<String, String> FOREIGN =
            Map.of("TRACE", "FINER", "DEBUG", "FINE", "WARN", "WARNING", "ERROR", "SEVERE");

    @Override
    public String name() {
        return "java.util.logging";
    }

    @Override
    public String prefix() {
        return "jul";
    }

    @Override
    public List<String> loggers() {
        return Collections.list(LogManager.getLogManager().getLoggerNames()).stream()
                .map(name -> name.isEmpty() ? ROOT : name)
                .sorted()
                .toList();
    }

    @Override
    public LoggerLevel logger(String name) {
        return new Jul(Logger.getLogger(name.equals(ROOT) ? "" : name));
    }

    @Override
    public List<String> levels() {
        return LEVELS;
    }

    @Override
    public @Nullable String level(String typed) {
        String level = typed.toUpperCase(Locale.ROOT);
        String own = FOREIGN.getOrDefault(level, level);
        return LEVELS.contains(own) ? own : null;
    }

    /** Handlers have levels of their own, and the one that prints to the console has INFO by default. */
    @Override
    public String warning(String name, String level) {
        int wanted = Level.parse(level).intValue();
        StringBuilder handlers = new StringBuilder();
        boolean some = false;
        Logger each = Logger.getLogger(name.equals(ROOT) ? "" : name);
        while (each != null) {
            for (Handler handler : each.getHandlers()) {
                some |= handler.getLevel().intValue() <= wanted;
                handlers.append(handlers.length() == 0 ? "" : ", ");
                handlers.append(handler.getClass().getSimpleName())
                        .append(" at ")
                        .append(handler.getLevel());
            }
            each = each.getUseParentHandlers() ? each.getParent() : null;
        }
        boolean needsHandler = wanted != Level.OFF.intValue();
        return some || !needsHandler
                ? ""
                : "no handler prints " + level + ": "
                        + (handlers.length() == 0
                                ? "it has none"
                                : "there is " + handlers
                                        + "; as in Logger.getLogger(\"\").getHandlers()[0].setLevel(Level." + level
                                        + ")");
    }

    private record Jul(Logger logger) implements LoggerLevel {

        @Override
        public @Nullable String get() {
            Level level = logger.getLevel();
            return level == null ? null : level.getName();
        }

        @Override
        public void set(@Nullable String level) {
            logger.setLevel(level == null ? null : Level.parse(level));
        }

        @Override
        public String effective() {
            Logger each = logger;
            while (each.getLevel() == null && each.getParent() != null) {
                each = each.getParent();
            }
            Level level = each.getLevel();
            return level == null ? Level.INFO.getName() : level.getName();
        }
    }
}
