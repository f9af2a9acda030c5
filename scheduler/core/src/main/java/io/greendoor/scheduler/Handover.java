package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * The last transfer of a {@link Coroutine}.
 *
 * @param to who runs next; it must not be dead
 * @param value what it gets
 * @param error what is thrown there instead, or null
 */
public record Handover(
        Coroutine to, @Nullable Object value, @Nullable Throwable error) {}
