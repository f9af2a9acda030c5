package io.greendoor.scheduler.quasar;

import co.paralleluniverse.fibers.Instrumented;
import io.greendoor.scheduler.quasar.agent.Refusals;
import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Compares the calling thread's stack, frame by frame, with what Quasar has prepared. */
// The agent writes into each method that it prepared an annotation with the byte code index of each call that may
// suspend. A frame is right when it stands at one of those. (Another agent that rewrites the same class moves them:
// ours must then be the last on the command line.)
final class StackComparison {

    /** Records of frames that are not compared: that of QuasarFiber.suspend. */
    private static final int ENDS = 1;

    private static final Set<Class<?>> TOP = Set.of(StackComparison.class, FrameCheck.class, QuasarFiber.class);
    private static final StackWalker WALKER = StackWalker.getInstance(
            Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

    /** How a stack can be left. */
    enum Verdict {
        /** By returning from each frame with no result, or any. */
        RETURNS,
        /** By an exception only: on its way is a frame that would stumble over a missing result. */
        THROWS,
        /** By an exception, and what its frames are depends on more than Quasar's record tells. */
        DEPENDS
    }

    /** To read them costs much more than anything else here, the first time. */
    private static final ClassValue<Map<String, Facts>> FACTS = new ClassValue<>() {
        @Override
        protected Map<String, Facts> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    /**
     * What is to be known of a method.
     *
     * @param calls the byte code index of each call that may suspend; null when the method is not prepared
     * @param savesState whether it has a record
     */
    @SuppressWarnings("ArrayRecordComponent") // it is read only, here
    private record Facts(boolean isSynchronized, boolean isBridge, int @Nullable [] calls, boolean savesState) {}

    private StackComparison() {}

    /**
     * Throws unless all frames of the running fiber can be left, and {@code recorded} of them have saved their state.
     *
     * @throws IllegalStateException naming the frame that cannot be left, and what to do about it
     */
    static Verdict compare(int recorded, boolean mayHoldMonitors) {
        List<StackFrame> all = WALKER.walk(frames -> frames.dropWhile(frame -> TOP.contains(frame.getDeclaringClass()))
                .takeWhile(frame -> frame.getDeclaringClass() != Carrier.BOTTOM)
                .toList());
        List<StackFrame> frames = all.stream()
                .filter(frame -> !passesOn(frame.getDeclaringClass()))
                .toList();
        int saved = ENDS;
        for (int i = 0; i < frames.size(); i++) {
            StackFrame frame = frames.get(i);
            String refusal = refusal(frame, i == 0 ? null : frames.get(i - 1));
            if (refusal != null) {
                throw new IllegalStateException(refusal);
            }
            Facts method = facts(frame);
            saved += method != null && method.savesState() ? 1 : 0;
        }
        if (saved != recorded) {
            throw new IllegalStateException("the engine \"quasar\" has a record of " + recorded + " frames instead of "
                    + saved + ", and cannot suspend " + frames);
        }
        if (mayHoldMonitors) {
            refuseMonitors();
        }
        return verdict(all);
    }

    private static Verdict verdict(List<StackFrame> frames) {
        Verdict verdict = Verdict.RETURNS;
        for (int i = 0; i < frames.size(); i++) {
            Class<?> type = frames.get(i).getDeclaringClass();
            if (Proxy.isProxyClass(type) || isReflection(type)) {
                return Verdict.DEPENDS;
            }
            // A lambda's class made by the JVM, of a method that returns an Integer where an int is wanted, unboxes it
            if (type.isHidden() && i > 0 && unboxes(frames.get(i), frames.get(i - 1))) {
                verdict = Verdict.THROWS;
            }
        }
        return verdict;
    }

    private static boolean unboxes(StackFrame outer, StackFrame inner) {
        Class<?> wanted = outer.getMethodType().returnType();
        return wanted.isPrimitive() && wanted != inner.getMethodType().returnType();
    }

    /** Whether what stands here only passes the call on, and may do so again. */
    private static boolean passesOn(Class<?> type) {
        return type.isHidden() || Proxy.isProxyClass(type) || isReflection(type);
    }

    /** Why the frame cannot be left, or null when it can. */
    private static @Nullable String refusal(StackFrame frame, @Nullable StackFrame callee) {
        Class<?> type = frame.getDeclaringClass();
        String name = type.getName() + '.' + frame.getMethodName();
        if (isJdk(type)) {
            return "the engine \"quasar\" cannot suspend what the JDK's own code calls, here " + name
                    + ": wait outside of that, or use the engine \"thread\", or \"loom\" on JDK 21 or newer";
        }
        Facts method = facts(frame);
        if (method == null) {
            String what = frame.getMethodName().equals("<clinit>") ? "class initialiser" : "constructor";
            return "the engine \"quasar\" cannot suspend in a " + what + ", here of " + type.getName()
                    + ": wait before or after, or use the engine \"thread\"";
        }
        if (method.isSynchronized()) {
            return monitorHeld(frame);
        }
        return method.isBridge() ? null : refusal(frame, callee, method.calls());
    }

    private static @Nullable String refusal(StackFrame frame, @Nullable StackFrame callee, int @Nullable [] prepared) {
        if (prepared == null) {
            String reason = Refusals.reason(frame.getDeclaringClass(), frame.getMethodName());
            if (reason
                    != null) { // of this class, or of another one of its name, of a loader that does not see the agent
                return "the engine \"quasar\" could not prepare " + frame + ": " + reason;
            }
            return frame + " waits and is not prepared for it: mark " + frame.getClassName() + '.'
                    + frame.getMethodName() + " with @Suspendable";
        }
        int call = frame.getByteCodeIndex();
        if (callee != null && Arrays.stream(prepared).noneMatch(each -> each == call)) {
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

    private static @Nullable Facts facts(StackFrame frame) {
        return FACTS.get(frame.getDeclaringClass())
                .computeIfAbsent(frame.getMethodName() + frame.getDescriptor(), key -> readFacts(frame));
    }

    private static @Nullable Facts readFacts(StackFrame frame) {
        for (Method method : frame.getDeclaringClass().getDeclaredMethods()) {
            if (method.getName().equals(frame.getMethodName())
                    && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                            .equals(frame.getMethodType())) {
                Instrumented prepared = method.getAnnotation(Instrumented.class);
                return new Facts(
                        Modifier.isSynchronized(method.getModifiers()),
                        method.isBridge(),
                        prepared == null ? null : prepared.suspendableCallSitesOffsetsAfterInstr(),
                        prepared != null && !prepared.methodOptimized());
            }
        }
        return null;
    }

    /** A frame that is left gives up its monitors, and another task walks through what they guard. */
    private static void refuseMonitors() {
        ThreadInfo thread = ManagementFactory.getThreadMXBean()
                .getThreadInfo(new long[] {Thread.currentThread().getId()}, true, false)[0];
        List<String> types = Arrays.stream(thread.getStackTrace())
                .map(StackTraceElement::getClassName)
                .toList();
        int bottom = types.indexOf(Carrier.BOTTOM.getName());
        for (MonitorInfo monitor : thread.getLockedMonitors()) {
            if (monitor.getLockedStackDepth() < bottom) {
                throw new IllegalStateException(monitorHeld(monitor.getLockedStackFrame()));
            }
        }
    }
}
