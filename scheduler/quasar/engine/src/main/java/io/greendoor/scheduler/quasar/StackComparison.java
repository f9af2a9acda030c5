package io.greendoor.scheduler.quasar;

import co.paralleluniverse.fibers.Instrumented;
import io.greendoor.scheduler.quasar.agent.Refusals;
import java.lang.StackWalker.StackFrame;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the calling thread's stack, frame by frame, with what Quasar has prepared. */
// The agent writes into each method that it prepared an annotation with the byte code index of each call that may
// suspend. A
// frame is right when it stands at one of those. (Another agent that rewrites the same class moves them: ours must then
// be the last on the command line.)
final class StackComparison {

    /** Records of frames that are not compared: that of QuasarFiber.suspend. */
    private static final int ENDS = 1;

    private static final Class<?> BOTTOM = co.paralleluniverse.fibers.Fiber.class;
    private static final Set<Class<?>> TOP = Set.of(StackComparison.class, FrameCheck.class, QuasarFiber.class);
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private StackComparison() {}

    /**
     * Throws unless all frames of the running fiber can be left, and {@code recorded} of them have saved their state.
     *
     * @throws IllegalStateException naming the frame that cannot be left, and what to do about it
     */
    static void compare(int recorded) {
        List<StackFrame> frames = WALKER.walk(all -> all.dropWhile(frame -> TOP.contains(frame.getDeclaringClass()))
                .takeWhile(frame -> frame.getDeclaringClass() != BOTTOM)
                .toList());
        int saved = ENDS;
        for (int i = 0; i < frames.size(); i++) {
            StackFrame frame = frames.get(i);
            String refusal = refusal(frame, i == 0 ? null : frames.get(i - 1));
            if (refusal != null) {
                throw new IllegalStateException(refusal);
            }
            saved += savesState(frame) ? 1 : 0;
        }
        if (saved != recorded) {
            throw new IllegalStateException("the engine \"quasar\" has a record of " + recorded + " frames instead of "
                    + saved + ", and cannot suspend " + frames);
        }
        refuseMonitors();
    }

    /** Why the frame cannot be left, or null when it can. */
    private static @Nullable String refusal(StackFrame frame, @Nullable StackFrame callee) {
        Class<?> type = frame.getDeclaringClass();
        String name = type.getName() + '.' + frame.getMethodName();
        if (Proxy.isProxyClass(type) || isReflection(type)) {
            return null; // it only passes the call on, and may do so again
        }
        if (isJdk(type)) {
            return "the engine \"quasar\" cannot suspend what the JDK's own code calls, here " + name
                    + ": wait outside of that, or use the engine \"thread\", or \"loom\" on JDK 21 or newer";
        }
        Method method = method(frame);
        if (method == null) {
            return "the engine \"quasar\" cannot suspend in a constructor or an initializer, here of " + type.getName()
                    + ": wait before or after";
        }
        if (Modifier.isSynchronized(method.getModifiers())) {
            return monitorHeld(frame);
        }
        String reason = Refusals.reason(type, frame.getMethodName());
        if (reason != null) {
            return "the engine \"quasar\" could not prepare " + frame + ": " + reason;
        }
        return method.isBridge() ? null : refusal(frame, callee, method.getAnnotation(Instrumented.class));
    }

    private static @Nullable String refusal(
            StackFrame frame, @Nullable StackFrame callee, @Nullable Instrumented prepared) {
        if (prepared == null) {
            return frame + " waits and is not prepared for it: mark " + frame.getClassName() + '.'
                    + frame.getMethodName() + " with @Suspendable";
        }
        int call = frame.getByteCodeIndex();
        if (callee != null
                && Arrays.stream(prepared.suspendableCallSitesOffsetsAfterInstr())
                        .noneMatch(each -> each == call)) {
            return frame + " calls " + callee.getClassName() + '.' + callee.getMethodName()
                    + ", which waits, through a type that does not say so: mark that type's method with @Suspendable";
        }
        return null;
    }

    private static String monitorHeld(Object frame) {
        return "the engine \"quasar\" cannot suspend while a monitor is held, here in " + frame
                + ": wait outside of synchronized, or use a GreenSemaphore in its place";
    }

    private static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static boolean isReflection(Class<?> type) {
        String home = type.getPackageName();
        return home.equals("java.lang.reflect")
                || home.equals("java.lang.invoke")
                || home.equals("jdk.internal.reflect");
    }

    private static @Nullable Method method(StackFrame frame) {
        return Arrays.stream(frame.getDeclaringClass().getDeclaredMethods())
                .filter(method -> method.getName().equals(frame.getMethodName())
                        && method.getReturnType() == frame.getMethodType().returnType()
                        && Arrays.equals(
                                method.getParameterTypes(),
                                frame.getMethodType().parameterArray()))
                .findFirst()
                .orElse(null);
    }

    /** Whether it has a record: a method that does nothing before the call that waits may as well be called again. */
    private static boolean savesState(StackFrame frame) {
        Method method = method(frame);
        Instrumented prepared = method == null ? null : method.getAnnotation(Instrumented.class);
        return prepared != null && !prepared.methodOptimized();
    }

    /** A frame that is left gives up its monitors, and another task walks through what they guard. */
    private static void refuseMonitors() {
        ThreadInfo thread = ManagementFactory.getThreadMXBean()
                .getThreadInfo(new long[] {Thread.currentThread().getId()}, true, false)[0];
        List<String> types = Arrays.stream(thread.getStackTrace())
                .map(StackTraceElement::getClassName)
                .toList();
        int bottom = types.indexOf(BOTTOM.getName());
        for (MonitorInfo monitor : thread.getLockedMonitors()) {
            if (monitor.getLockedStackDepth() < bottom) {
                throw new IllegalStateException(monitorHeld(monitor.getLockedStackFrame()));
            }
        }
    }
}
