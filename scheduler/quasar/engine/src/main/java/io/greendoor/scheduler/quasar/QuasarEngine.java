package io.greendoor.scheduler.quasar;

import io.greendoor.scheduler.quasar.agent.Agent;
import io.greendoor.scheduler.spi.Engine;
import io.greendoor.scheduler.spi.Fiber;
import org.jspecify.annotations.Nullable;

/**
 * Fibers on JDK 17: the agent rewrites each method that may suspend so that it can be left and entered again. User code says
 * which those are by {@link io.greendoor.scheduler.Suspendable}.
 *
 * <p>Found by {@link java.util.ServiceLoader}; users name it by {@code -Dgreendoor.engine=quasar} and need no type of this
 * module.
 */
// Without the agent there is no Quasar on the class path at all. So only QuasarFiber and what it uses refer to Quasar's
// types, and this class does not touch them before it knows that the agent is there.
public final class QuasarEngine implements Engine {

    private static final @Nullable String OBSTACLE = findObstacle();
    private static final boolean CAN_RUN = OBSTACLE == null;

    /** Called by {@link java.util.ServiceLoader}. */
    public QuasarEngine() {}

    @Override
    public String name() {
        return "quasar";
    }

    @Override
    public @Nullable String obstacle() {
        return OBSTACLE;
    }

    @Override
    public boolean canBeResumedBy(Thread root) {
        return true;
    }

    @Override
    public Fiber newFiber(Fiber.Host host) {
        if (OBSTACLE != null) {
            throw new IllegalStateException(OBSTACLE);
        }
        return new QuasarFiber(host);
    }

    @Override
    public Fiber.@Nullable Host currentHost() {
        return CAN_RUN ? Carrier.currentHost() : null;
    }

    private static @Nullable String findObstacle() {
        int jdk = Runtime.version().feature();
        if (jdk > 18) { // Quasar swaps a field of Thread that is gone since JDK 19
            return "the engine \"quasar\" runs on JDK 17 and 18, and this is Java " + jdk
                    + (jdk > 20 ? ": use the engine \"loom\"" : ": use the engine \"thread\"");
        }
        if (!agentIsActive()) {
            return "the engine \"quasar\" needs its agent: add -javaagent:<path>/greendoor-quasar-agent.jar to the command"
                    + " line, or use the engine \"thread\"";
        }
        return null;
    }

    private static boolean agentIsActive() {
        try {
            return Agent.isActive();
        } catch (NoClassDefFoundError absent) {
            return false; // the agent's classes are in its jar only
        }
    }
}
