package io.greendoor.backdoor;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Log4j 2's loggers, if the application logs by it. By reflection: Greendoor does not depend on it. */
// A logger has no level of its own there: it goes by the configuration of its name, or of the nearest above. So to give
// it one may make such a configuration, without appenders, which is removed again when the level is taken away. One
// that was there before only loses its level. When the file is read anew all of this is gone, which a lease notices.
//
// No context is made here: that would read the configuration, and open its files, in the name of the wrong class.
final class Log4jLoggers implements LoggerSystem {
    private static final LoggingLibrary LIBRARY = new LoggingLibrary("Log4j");

    private static final String API = "org.apache.logging.log4j.";
    private static final String CORE = "org.apache.logging.log4j.core.";
    private static final List<String> LEVELS =
            List.of("ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF");

    private final Object context;
    private final Method configuration;
    private final Method loggers;
    private final Method nameOf;
    private final Method update;
    private final Method configured;
    private final Method root;
    private final Method nearest;
    private final Method add;
    private final Method remove;
    private final Constructor<?> make;
    private final Method level;
    private final Method effective;
    private final Method setLevel;
    private final Method parse;

    private Log4jLoggers(Object context, ClassLoader loader) throws ReflectiveOperationException {
        Class<?> contexts = Class.forName(CORE + "LoggerContext", false, loader);
        Class<?> configurations = Class.forName(CORE + "config.Configuration", false, loader);
        Class<?> configs = Class.forName(CORE + "config.LoggerConfig", false, loader);
        Class<?> levels = Class.forName(API + "Level", false, loader);
        this.context = context;
        this.configuration = contexts.getMethod("getConfiguration");
        this.loggers = contexts.getMethod("getLoggers");
        this.nameOf = Class.forName(API + "Logger", false, loader).getMethod("getName");
        this.update = contexts.getMethod("updateLoggers");
        this.configured = configurations.getMethod("getLoggers");
        this.root = configurations.getMethod("getRootLogger");
        this.nearest = configurations.getMethod("getLoggerConfig", String.class);
        this.add = configurations.getMethod("addLogger", String.class, configs);
        this.remove = configurations.getMethod("removeLogger", String.class);
        this.make = configs.getConstructor(String.class, levels, boolean.class);
        this.level = configs.getMethod("getExplicitLevel");
        this.effective = configs.getMethod("getLevel");
        this.setLevel = configs.getMethod("setLevel", levels);
        this.parse = levels.getMethod("getLevel", String.class);
    }

    /** Null when it is not there, logs by something else, or nobody has logged yet. */
    static @Nullable LoggerSystem in(ClassLoader application) {
        try {
            Class<?> factories = Class.forName(CORE + "impl.Log4jContextFactory", false, application);
            Object factory = Class.forName(API + "LogManager", true, application)
                    .getMethod("getFactory")
                    .invoke(null);
            if (!factories.isInstance(factory)) {
                return null; // its interface alone, which hands all on to SLF4J
            }
            ClassLoader loader = factories.getClassLoader();
            Object selector = factories.getMethod("getSelector").invoke(factory);
            List<?> contexts = (List<?>) Class.forName(CORE + "selector.ContextSelector", false, loader)
                    .getMethod("getLoggerContexts")
                    .invoke(selector);
            Object context = contextOf(application, contexts, Class.forName(CORE + "LoggerContext", false, loader));
            return context == null ? null : new Log4jLoggers(context, loader);
        } catch (ReflectiveOperationException | LinkageError e) {
            return null; // it is not there, or too old to be this
        }
    }

    /** The one that is named by the number of the application's loader, or the nearest above; else the first. */
    private static @Nullable Object contextOf(ClassLoader application, List<?> contexts, Class<?> type)
            throws ReflectiveOperationException {
        Method name = type.getMethod("getName");
        for (ClassLoader each = application; each != null; each = each.getParent()) {
            String number = Integer.toHexString(System.identityHashCode(each));
            for (Object context : contexts) {
                String called = (String) name.invoke(context);
                if (called != null && called.endsWith(number)) { // some selectors put a word in front
                    return context;
                }
            }
        }
        return contexts.isEmpty() ? null : contexts.get(0);
    }

    @Override
    public String name() {
        return "Log4j 2";
    }

    @Override
    public String prefix() {
        return "log4j";
    }

    @Override
    public List<String> loggers() {
        TreeSet<String> names = new TreeSet<>(Set.of(ROOT));
        configurations().keySet().forEach(name -> names.add(String.valueOf(name)));
        for (Object logger : (Collection<?>) Objects.requireNonNull(LIBRARY.call(loggers, context))) {
            names.add(String.valueOf(LIBRARY.call(nameOf, logger)));
        }
        names.remove("");
        return List.copyOf(names);
    }

    /** The one of just this name; the root's is listed with the others, or is not. */
    private @Nullable Object configurationOf(String name) {
        return name.isEmpty()
                ? LIBRARY.call(root, configuration())
                : configurations().get(name);
    }

    private Map<?, ?> configurations() {
        return (Map<?, ?>) Objects.requireNonNull(LIBRARY.call(configured, configuration()));
    }

    private Object configuration() {
        return Objects.requireNonNull(LIBRARY.call(configuration, context));
    }

    @Override
    public LoggerLevel logger(String name) {
        return new Configured(name.equals(ROOT) ? "" : name);
    }

    @Override
    public List<String> levels() {
        return LEVELS;
    }

    /** Also one that the application has defined. */
    @Override
    public @Nullable String level(String typed) {
        Object level = LIBRARY.call(parse, null, typed.toUpperCase(Locale.ROOT));
        return level == null ? null : level.toString();
    }

    private final class Configured implements LoggerLevel {
        private final String name;
        private boolean isOurs;

        private Configured(String name) {
            this.name = name;
        }

        @Override
        public @Nullable String get() {
            Object config = configurationOf(name);
            Object own = config == null ? null : LIBRARY.call(level, config);
            return own == null ? null : own.toString();
        }

        @Override
        public void set(@Nullable String typed) {
            Object config = configurationOf(name);
            Object wanted = typed == null ? null : LIBRARY.call(parse, null, typed);
            if (config == null && wanted != null) {
                LIBRARY.call(add, configuration(), name, made(wanted));
                isOurs = true;
            } else if (config != null && wanted == null && isOurs) {
                LIBRARY.call(remove, configuration(), name);
                isOurs = false;
            } else if (config != null) {
                LIBRARY.call(setLevel, config, wanted);
            }
            LIBRARY.call(update, context);
        }

        private Object made(Object wanted) {
            try {
                return make.newInstance(name, wanted, true);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Log4j does not let us configure " + name, e);
            }
        }

        @Override
        public String effective() {
            return String.valueOf(
                    LIBRARY.call(effective, Objects.requireNonNull(LIBRARY.call(nearest, configuration(), name))));
        }
    }
}
