package io.greendoor.scheduler.quasar.agent;

import co.paralleluniverse.fibers.instrument.JavaAgent;
import co.paralleluniverse.fibers.instrument.QuasarInstrumentor;
import co.paralleluniverse.fibers.instrument.Retransform;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the JVM starts for {@code -javaagent:greendoor-quasar-agent.jar}, which is the only flag that is needed. */
public final class Agent {

    /**
     * Options of Quasar's agent. m: a method that synchronizes may suspend elsewhere; that it does not while it holds a
     * monitor is checked when it suspends. b: a method that may suspend may also call what blocks the thread.
     */
    private static final String OPTIONS = "mb";

    private static volatile boolean active;

    private Agent() {}

    /** Whether the JVM was started with this agent, on a JDK where Quasar runs. */
    public static boolean isActive() {
        return active;
    }

    /** Called by the JVM before the application's main. On a JDK where Quasar cannot run it does nothing: the engine says why. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        if (!quasarRunsHere()) {
            return;
        }
        open(instrumentation, "java.lang");
        JavaAgent.premain(OPTIONS, wrapping(instrumentation));
        QuasarInstrumentor quasar = Retransform.getInstrumentor();
        quasar.setLog(new Refusals());
        Databases.install(quasar);
        active = true;
    }

    /** Quasar swaps fields of {@link Thread}; one of them is gone since JDK 19. */
    public static boolean quasarRunsHere() {
        return Arrays.stream(Thread.class.getDeclaredFields())
                .anyMatch(field -> field.getName().equals("target"));
    }

    /** As --add-opens does: Quasar reaches the thread-locals of the JDK's threads, to give each fiber its own. */
    private static void open(Instrumentation instrumentation, String packageName) {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of(packageName, Set.of(Agent.class.getModule())),
                Set.of(),
                Map.of());
    }

    /** An instrumentation that puts our transformer around Quasar's. */
    private static Instrumentation wrapping(Instrumentation instrumentation) {
        return (Instrumentation) Proxy.newProxyInstance(
                Agent.class.getClassLoader(), new Class<?>[] {Instrumentation.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("addTransformer")) {
                        arguments[0] = new Transformer((ClassFileTransformer) arguments[0]);
                    }
                    try {
                        return method.invoke(instrumentation, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
