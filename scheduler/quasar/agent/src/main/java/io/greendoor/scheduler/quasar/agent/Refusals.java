package io.greendoor.scheduler.quasar.agent;

import co.paralleluniverse.fibers.instrument.Log;
import co.paralleluniverse.fibers.instrument.LogLevel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Quasar says while it prepares classes. Nothing is printed: a method that it could not prepare matters only if it
 * suspends, and then the exception repeats what was said.
 */
public final class Refusals implements Log {

    private static final String REFUSAL = "UnableToInstrumentException";

    private static final Map<String, String> REASONS = new ConcurrentHashMap<>();

    Refusals() {}

    /** Why Quasar could not prepare a method, or its class; null when it did, or was not asked to. */
    public static @Nullable String reason(Class<?> type, String method) {
        String ofMethod = REASONS.get(type.getName() + '#' + method);
        return ofMethod != null ? ofMethod : REASONS.get(type.getName());
    }

    @Override
    public void log(LogLevel level, String message, Object... arguments) {
        if (message.startsWith(REFUSAL) && arguments.length == 4) { // class, method, descriptor, reason
            String type = String.valueOf(arguments[0]).replace('/', '.');
            REASONS.put(type + '#' + arguments[1], String.valueOf(arguments[3]));
        }
    }

    /** A whole class: "while transforming a/b/C: reason". */
    @Override
    public void error(String message, Throwable thrown) {
        String[] words = message.split("[ :]+", 4);
        if (words.length > 2 && words[1].equals("transforming")) {
            REASONS.put(words[2].replace('/', '.'), String.valueOf(thrown));
        }
    }
}
