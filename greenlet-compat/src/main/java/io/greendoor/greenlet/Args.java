package io.greendoor.greenlet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is sent with a switch: positional and keyword arguments, Python's {@code (args, kwargs)}. Immutable; equal by
 * content. Values may be null.
 */
public final class Args {

    private static final Args NONE = new Args(Collections.emptyList(), Collections.emptyMap());

    private final List<@Nullable Object> positional;
    private final Map<String, @Nullable Object> keywords;

    private Args(List<@Nullable Object> positional, Map<String, @Nullable Object> keywords) {
        this.positional = positional;
        this.keywords = keywords;
    }

    /** Positional arguments. */
    public static Args of(@Nullable Object... positional) {
        if (Objects.requireNonNull(positional, "positional").length == 0) {
            return NONE;
        }
        List<@Nullable Object> copy = new ArrayList<>(positional.length);
        Collections.addAll(copy, positional);
        return new Args(Collections.unmodifiableList(copy), Collections.emptyMap());
    }

    /** Positional and keyword arguments; both are copied. */
    public static Args of(List<?> positional, Map<String, ?> keywords) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(keywords);
        copy.forEach((keyword, value) -> Objects.requireNonNull(keyword, "a keyword of the arguments is null"));
        return new Args(Collections.unmodifiableList(new ArrayList<>(positional)), Collections.unmodifiableMap(copy));
    }

    /** The positional arguments, unmodifiable. */
    public List<@Nullable Object> positional() {
        return positional;
    }

    /** The keyword arguments in the order given, unmodifiable. */
    public Map<String, @Nullable Object> keywords() {
        return keywords;
    }

    /**
     * The positional argument at {@code index}, counted from 0.
     *
     * @throws IndexOutOfBoundsException when there are not so many
     */
    public @Nullable Object get(int index) {
        return positional.get(index);
    }

    /** The argument of that keyword; null when there is none. */
    public @Nullable Object get(String keyword) {
        return keywords.get(Objects.requireNonNull(keyword, "keyword"));
    }

    /** The number of positional arguments. */
    public int size() {
        return positional.size();
    }

    /** As {@code of(positional).value()}. */
    static @Nullable Object valueOf(@Nullable Object... positional) {
        int size = Objects.requireNonNull(positional, "positional").length;
        return size == 0 ? null : size == 1 ? positional[0] : of(positional);
    }

    /**
     * What a switch returns that was sent these: nothing is null, one positional argument is itself, anything else
     * this.
     */
    public @Nullable Object value() {
        if (!keywords.isEmpty() || positional.size() > 1) {
            return this;
        }
        return positional.isEmpty() ? null : positional.get(0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Args args && positional.equals(args.positional) && keywords.equals(args.keywords);
    }

    @Override
    public int hashCode() {
        return 31 * positional.hashCode() + keywords.hashCode();
    }

    @Override
    public String toString() {
        return keywords.isEmpty() ? "Args" + positional : "Args" + positional + keywords;
    }
}
