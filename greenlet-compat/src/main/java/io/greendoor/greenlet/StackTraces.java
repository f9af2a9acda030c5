package io.greendoor.greenlet;

import java.util.Arrays;

/** Cuts from a suspended greenlet's stack what is not the user's: the machinery at either end. */
final class StackTraces {

    private StackTraces() {}

    static StackTraceElement[] trim(StackTraceElement[] frames) {
        int from = 0;
        int to = frames.length;
        while (to > from && isMachinery(frames[to - 1])) {
            to--;
        }
        while (from < to && isMachinery(frames[from])) {
            from++;
        }
        return Arrays.copyOfRange(frames, from, to);
    }

    private static boolean isMachinery(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("java.")
                || type.startsWith("jdk.")
                || type.startsWith("io.greendoor.scheduler.")
                || type.contains("$$Lambda") // a lambda's own frame, which JDK 17 shows on other threads' stacks
                || isOrIsIn(type, Greenlet.class)
                || isOrIsIn(type, GreenThread.class);
    }

    private static boolean isOrIsIn(String name, Class<?> type) {
        return name.equals(type.getName()) || name.startsWith(type.getName() + "$");
    }
}
