package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.Engine;
import io.greendoor.scheduler.spi.Fiber;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Fibers that are threads: one runs at a time, because the loop and its fibers pass a baton. Runs anywhere, with no
 * flag.
 *
 * <p>The threads are virtual where the JDK has them, else daemon platform threads. A call of the JDK's that blocks
 * keeps the baton and so holds the loop.
 */
final class ThreadEngine implements Engine {

    private static final @Nullable MethodHandle START_VIRTUAL = startVirtualThread();

    private static final ThreadLocal<Fiber.@Nullable Host> HOSTS = new ThreadLocal<>();

    /**
     * Whether there was ever a fiber of this engine: spares all others the look-up. Not volatile: the thread that it
     * matters to has set it.
     */
    private static boolean used;

    @Override
    public String name() {
        return "thread";
    }

    @Override
    public @Nullable String obstacle() {
        return null;
    }

    @Override
    public boolean canBeResumedBy(Thread root) {
        return true;
    }

    @Override
    public Fiber newFiber(Fiber.Host host) {
        return new BatonFiber(() -> {
            used = true;
            HOSTS.set(host);
            host.run();
        });
    }

    @Override
    public Fiber.@Nullable Host currentHost() {
        return used ? HOSTS.get() : null;
    }

    private static @Nullable MethodHandle startVirtualThread() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (NoSuchMethodException | IllegalAccessException absent) {
            return null; // a JDK before 21 has platform threads only
        }
    }

    private static Thread start(Runnable body) {
        if (START_VIRTUAL == null) {
            Thread thread = new Thread(null, body, "greendoor-fiber", 0, true);
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
        try {
            return (Thread) START_VIRTUAL.invokeExact(body);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException("cannot start a virtual thread", impossible);
        }
    }

    /**
     * The baton is {@link #turn}: the side that it does not name waits, and neither touches a plain field of the
     * pair, or of the loop, without having it.
     */
    private static final class BatonFiber implements Fiber {

        private enum Turn {
            LOOP,
            BODY
        }

        private static final int STACK_PROBE_FRAMES = 64;

        private final Runnable body;
        private volatile Turn turn = Turn.LOOP;
        private volatile @Nullable Thread resumer;
        private volatile @Nullable Thread thread;
        private boolean suspended;
        private boolean done;

        BatonFiber(Runnable body) {
            this.body = body;
        }

        @Override
        public void resume() {
            resumer = Thread.currentThread();
            turn = Turn.BODY;
            Thread own = thread;
            if (own == null) {
                thread = start(this::runBody); // if that fails there will never be a body that looks at the turn
            } else {
                LockSupport.unpark(own);
            }
            awaitTurn(Turn.LOOP);
        }

        private void runBody() {
            thread = Thread.currentThread(); // also when the resumer has not got to it: whoever looks sees a body that
            // runs
            try {
                body.run();
            } finally {
                done = true;
                giveBack();
            }
        }

        @Override
        public void suspend() {
            probeStack(STACK_PROBE_FRAMES);
            suspended = true;
            giveBack();
            awaitTurn(Turn.BODY);
            suspended = false;
        }

        /** Lets a stack that is nearly full overflow here: once the baton is given back, both sides would run. */
        private static int probeStack(int frames) {
            return frames == 0 ? 0 : 1 + probeStack(frames - 1);
        }

        private void giveBack() {
            Thread waiting = resumer;
            turn = Turn.LOOP;
            LockSupport.unpark(waiting);
        }

        /** An interrupt must not end the wait, nor get lost: it is put back for whoever waits for it. */
        private void awaitTurn(Turn mine) {
            boolean interrupted = false;
            while (turn != mine) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean isSuspended() {
            return suspended;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public Thread thread() {
            Thread started = thread;
            if (started == null) {
                throw new IllegalStateException("the fiber has not started");
            }
            return started;
        }

        /** Empty while it is about to start. */
        @Override
        public StackTraceElement[] stackTrace() {
            Thread started = thread;
            return started == null ? new StackTraceElement[0] : started.getStackTrace();
        }
    }
}
