package io.greendoor.greenlet;

import java.util.Arrays;

/** Which subclasses of {@link Greenlet} have a {@code run} of their own. */
final class Overrides {

    private static final ClassValue<Boolean> RUN = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            for (Class<?> each = type; each != Greenlet.class; each = each.getSuperclass()) {
                if (declaresRun(each)) {
                    return true;
                }
            }
            return false;
        }
    };

    private Overrides() {}

    private static boolean declaresRun(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("run")
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {Args.class}));
    }

    static boolean run(Class<? extends Greenlet> type) {
        return RUN.get(type);
    }
}
