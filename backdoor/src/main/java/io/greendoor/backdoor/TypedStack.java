package io.greendoor.backdoor;

import io.greendoor.scheduler.Coroutine;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;

/** What lies on the stack below code that was typed: whether other tasks may run in the midst of that. */
// A command that gives way has not asked for it. So it does only where that is a matter of typed code alone: a method
// of the application's that calls a typed lambda counts on what all green tasks count on, that nobody else runs before
// it waits; and it may hold a lock, which would stop the next task that wants it, and on most engines the loop with it.
// The JDK's code is looked at for the same reason: of what calls lambdas, only packages that are known to hold no lock
// then.
//
// To walk a stack takes a microsecond for some frames, and is done once for a slice.
final class TypedStack {

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final Set<String> WITHOUT_LOCKS = Set.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "jdk.internal.reflect");
    private static final Set<String> OURS =
            Set.of("io.greendoor.backdoor", "io.greendoor.greenlet", "io.greendoor.scheduler");
    private static final String SYNCHRONIZED_COLLECTIONS = "java.util.Collections$Synchronized";

    private TypedStack() {}

    /** Whether the current task may give way, as far as the code is concerned that called the typed code that calls this. */
    static boolean mayGiveWay() {
        return WALKER.walk(frames -> frames.takeWhile(frame -> !isBottom(frame)).allMatch(TypedStack::mayWait));
    }

    /** The frame below which an engine's own follow. */
    private static boolean isBottom(StackFrame frame) {
        return frame.getDeclaringClass() == Coroutine.class
                && frame.getMethodName().equals("run");
    }

    private static boolean mayWait(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        if (type.getClassLoader() instanceof SnippetLoader typed) {
            return !frame.getMethodName().equals("<clinit>")
                    && !typed.locks(type.getName(), frame.getMethodName(), frame.getDescriptor());
        }
        String home = type.getPackageName();
        if (OURS.contains(home)) {
            return true;
        }
        return WITHOUT_LOCKS.contains(home)
                && isJdk(type)
                && !type.getName().startsWith(SYNCHRONIZED_COLLECTIONS)
                && !isSynchronized(frame);
    }

    private static boolean isJdk(Class<?> type) {
        return type.getClassLoader() == null;
    }

    /** Constructors and initialisers are no methods here, and call nobody's lambda. */
    private static boolean isSynchronized(StackFrame frame) {
        return Arrays.stream(frame.getDeclaringClass().getDeclaredMethods())
                .anyMatch(method -> Modifier.isSynchronized(method.getModifiers())
                        && method.getName().equals(frame.getMethodName())
                        && Arrays.equals(
                                method.getParameterTypes(),
                                frame.getMethodType().parameterArray()));
    }
}
