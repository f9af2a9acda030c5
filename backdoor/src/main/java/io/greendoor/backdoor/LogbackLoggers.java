package io.greendoor.backdoor;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Logback's loggers, if the application logs by it. By reflection: Greendoor does not depend on it. */
final class LogbackLoggers implements LoggerSystem {
    private static final LoggingLibrary LIBRARY = new LoggingLibrary("Logback");

    private static final String CONTEXT = "ch.qos.logback.classic.LoggerContext";
    private static final String LOGGER = "ch.qos.logback.classic.Logger";
    private static final String LEVEL = "ch.qos.logback.classic.Level";
    private static final List<String> LEVELS = List.of("ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    private final Object context;
    private final Method list;
    private final Method find;
    private final Method nameOf;
    private final Method level;
    private final Method effective;
    private final Method setLevel;
    private final Method parse;

    private LogbackLoggers(Object context) throws ReflectiveOperationException {
        ClassLoader loader = context.getClass().getClassLoader();
        Class<?> contexts = Class.forName(CONTEXT, false, loader);
        Class<?> loggers = Class.forName(LOGGER, false, loader);
        Class<?> levels = Class.forName(LEVEL, false, loader);
        this.context = context;
        this.list = contexts.getMethod("getLoggerList");
        this.find = contexts.getMethod("getLogger", String.class);
        this.nameOf = loggers.getMethod("getName");
        this.level = loggers.getMethod("getLevel");
        this.effective = loggers.getMethod("getEffectiveLevel");
        this.setLevel = loggers.getMethod("setLevel", levels);
        this.parse = levels.getMethod("valueOf", String.class);
    }

    /** Null when SLF4J is not there, or logs by something else. */
    static @Nullable LoggerSystem in(ClassLoader application) {
        try {
            Class.forName(CONTEXT, false, application); // first, since SLF4J without it complains on System.err
            Object factory = Class.forName("org.slf4j.LoggerFactory", true, application)
                    .getMethod("getILoggerFactory")
                    .invoke(null);
            return factory != null && factory.getClass().getName().equals(CONTEXT) ? new LogbackLoggers(factory) : null;
        } catch (ReflectiveOperationException | LinkageError e) {
            return null; // it is not there, or too old to be this
        }
    }

    @Override
    public String name() {
        return "Logback";
    }

    @Override
    public String prefix() {
        return "logback";
    }

    @Override
    public List<String> loggers() {
        return ((List<?>) Objects.requireNonNull(LIBRARY.call(list, context)))
                .stream()
                        .map(logger -> String.valueOf(LIBRARY.call(nameOf, Objects.requireNonNull(logger))))
                        .map(name -> name.equals("ROOT") ? ROOT : name)
                        .sorted()
                        .toList();
    }

    @Override
    public LoggerLevel logger(String name) {
        return new Back(Objects.requireNonNull(LIBRARY.call(find, context, name)));
    }

    @Override
    public List<String> levels() {
        return LEVELS;
    }

    @Override
    public @Nullable String level(String typed) {
        String level = typed.toUpperCase(Locale.ROOT);
        return LEVELS.contains(level) ? level : null;
    }

    private final class Back implements LoggerLevel {
        private final Object logger;

        private Back(Object logger) {
            this.logger = logger;
        }

        @Override
        public @Nullable String get() {
            Object own = LIBRARY.call(level, logger);
            return own == null ? null : own.toString();
        }

        @Override
        public void set(@Nullable String name) {
            LIBRARY.call(setLevel, logger, name == null ? null : LIBRARY.call(parse, logger, name));
        }

        @Override
        public String effective() {
            return String.valueOf(LIBRARY.call(effective, logger));
        }
    }
}
