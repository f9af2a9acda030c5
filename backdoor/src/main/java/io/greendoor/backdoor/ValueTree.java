package io.greendoor.backdoor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value as it will be shown, before it is laid out: texts only, none of the application's objects. */
sealed interface ValueTree {

    /**
     * A text of one value.
     *
     * @param inLine how it stands if all that is printed is one line
     * @param inLines how it stands otherwise
     */
    record Text(String inLine, String inLines) implements ValueTree {
        static Text of(String text) {
            return new Text(text, text);
        }
    }

    /** {@code key=value}. */
    record Pair(ValueTree key, ValueTree value) implements ValueTree {}

    /**
     * Several in brackets.
     *
     * @param rest what is said of those left out; empty if none are
     */
    record Group(String open, List<ValueTree> children, String rest, String close) implements ValueTree {}

    /**
     * Lines that stay as they are.
     *
     * @param shorter to be shown in their place where it fits into a line
     */
    record Lines(@Nullable ValueTree shorter, List<String> lines) implements ValueTree {}
}
