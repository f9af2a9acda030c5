package io.greendoor.backdoor;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /ps} calls a task: {@code 12} is a green one, {@code t34} a platform thread, {@code v56} a virtual one. */
record TaskId(Kind kind, long number) {

    private static final Pattern ID = Pattern.compile("([tv]?)(\\d{1,18})");

    /** What has a stack of its own. */
    enum Kind {
        GREEN(""),
        PLATFORM("t"),
        VIRTUAL("v");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    static TaskId green(long number) {
        return new TaskId(Kind.GREEN, number);
    }

    static TaskId platform(long number) {
        return new TaskId(Kind.PLATFORM, number);
    }

    /** That of a thread, which may be virtual. */
    static TaskId of(Thread thread) {
        boolean isVirtual = thread.getClass().getName().equals("java.lang.VirtualThread");
        return new TaskId(isVirtual ? Kind.VIRTUAL : Kind.PLATFORM, thread.getId());
    }

    /** @throws UsageError when it is none */
    static TaskId parse(String text) {
        Matcher matcher = ID.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new UsageError("\"" + Literals.visible(Literals.shortened(text, 40))
                    + "\" is no ID: 12 is a green task, t34 a platform thread, v56 a virtual one; /ps lists them");
        }
        Kind kind = switch (matcher.group(1)) {
            case "t" -> Kind.PLATFORM;
            case "v" -> Kind.VIRTUAL;
            default -> Kind.GREEN;
        };
        return new TaskId(kind, Long.parseLong(matcher.group(2)));
    }

    @Override
    public String toString() {
        return kind.prefix + number;
    }
}
