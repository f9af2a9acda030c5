package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.Engine;
import io.greendoor.scheduler.spi.Fiber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The engines there are, best first, and the choice among them. */
final class Engines {

    static final String PROPERTY = "greendoor.engine";

    private static final Engine FALLBACK = new ThreadEngine();
    private static final Engine[] ALL = all();

    private Engines() {}

    /** Ours, and between them those that other modules provide. */
    private static Engine[] all() {
        List<Engine> engines = new ArrayList<>();
        engines.add(new LoomEngine());
        ServiceLoader.load(Engine.class, Engine.class.getClassLoader()).forEach(engines::add);
        engines.add(FALLBACK);
        return engines.toArray(new Engine[0]);
    }

    /**
     * The engine for a loop that {@code root} will own: the one named by the system property, else the best that can
     * run.
     *
     * <p>A root that the engine cannot be resumed by gets the engine {@code thread}, without having to know.
     *
     * @throws IllegalStateException when the property names an engine that there is not, or that cannot run here
     */
    static Engine choose(@Nullable String named, Thread root) {
        Engine engine = named == null ? best() : named(named);
        return engine.canBeResumedBy(root) ? engine : FALLBACK;
    }

    /** The host of the fiber whose code the calling thread runs, whatever its engine; null on a plain thread. */
    static Fiber.@Nullable Host currentHost() {
        for (Engine engine : ALL) {
            Fiber.Host host = engine.currentHost();
            if (host != null) {
                return host;
            }
        }
        return null;
    }

    /** The names of those that can run here, best first. */
    static List<String> available() {
        return Arrays.stream(ALL)
                .filter(engine -> engine.obstacle() == null)
                .map(Engine::name)
                .toList();
    }

    private static Engine best() {
        for (Engine engine : ALL) {
            if (engine.obstacle() == null) {
                return engine;
            }
        }
        return FALLBACK;
    }

    private static Engine named(String name) {
        for (Engine engine : ALL) {
            if (engine.name().equals(name)) {
                String obstacle = engine.obstacle();
                if (obstacle != null) {
                    throw new IllegalStateException("-D" + PROPERTY + "=" + name + " is impossible here: " + obstacle);
                }
                return engine;
            }
        }
        throw new IllegalStateException("-D" + PROPERTY + "=" + name + " names no engine; there are "
                + Arrays.stream(ALL).map(Engine::name).toList() + ", and without the property the best one is chosen");
    }
}
