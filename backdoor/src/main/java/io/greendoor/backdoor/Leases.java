package io.greendoor.backdoor;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Changes to the running process that are put back by themselves, after a time or when the door is closed. From any
 * thread.
 */
// A lease ends also while the loop is stuck, so it has a timer of its own, whose thread is there only while a lease
// runs. A change outlives the session that made it: who turns on a log does so to look elsewhere.
//
// A lease keeps its setting reachable: java.util.logging forgets a logger, and its level, that nobody holds.
final class Leases implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");

    private final TreeMap<String, Lease> leases = new TreeMap<>(); // guarded by this, as is the next one
    private boolean closed;
    private final ScheduledThreadPoolExecutor timer = DaemonTimer.of("greendoor-leases");

    /** What is changed and put back. */
    interface Setting {
        /** Null when it has none of its own. */
        @Nullable
        String get();

        void set(@Nullable String value);
    }

    /**
     * A change that was not put back yet.
     *
     * @param was null: it had none of its own
     * @param left until it is put back; null: the door's end
     */
    record Change(
            String name,
            @Nullable String was,
            @Nullable String is,
            @Nullable Duration left) {}

    private static final class Lease {
        private final String name;
        private final Setting setting;
        private final @Nullable String was;
        private @Nullable String is;
        private @Nullable Long endNanos;
        private @Nullable Future<?> end;

        private Lease(String name, Setting setting) {
            this.name = name;
            this.setting = setting;
            this.was = setting.get();
        }
    }

    /**
     * Changes a setting. One that is changed already is put back to what it was before the first change.
     *
     * @param name what it is called, and found by
     * @param length null: until the door is closed
     * @throws UsageError when the door is closed
     */
    synchronized void change(String name, Setting setting, @Nullable String value, @Nullable Duration length) {
        if (closed) {
            throw new UsageError("the door is closed, so nobody would put " + name + " back");
        }
        Lease lease = leases.get(name);
        if (lease == null) {
            lease = new Lease(name, setting);
        }
        lease.setting.set(value);
        lease.is = value;
        leases.put(name, lease);
        endAfter(lease, length);
    }

    private void endAfter(Lease lease, @Nullable Duration length) {
        if (lease.end != null) {
            lease.end.cancel(false);
        }
        lease.endNanos = null;
        lease.end = null;
        if (length != null) {
            lease.endNanos = System.nanoTime() + length.toNanos();
            lease.end = timer.schedule(() -> end(lease, lease.endNanos), length.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Unless it was prolonged at the last moment. */
    private synchronized void end(Lease lease, @Nullable Long endNanos) {
        if (leases.get(lease.name) == lease && Objects.equals(lease.endNanos, endNanos)) {
            leases.remove(lease.name);
            putBack(lease);
        }
    }

    /**
     * Puts a setting back.
     *
     * @return false when it was not changed
     */
    synchronized boolean putBack(String name) {
        Lease lease = leases.remove(name);
        if (lease == null) {
            return false;
        }
        putBack(lease);
        return true;
    }

    /** Not when somebody else has changed it meanwhile. */
    private static void putBack(Lease lease) {
        try {
            if (lease.end != null) {
                lease.end.cancel(false);
            }
            if (Objects.equals(lease.setting.get(), lease.is)) {
                lease.setting.set(lease.was);
                LOG.log(Level.INFO, "{0} is put back to {1}", lease.name, lease.was == null ? "inherited" : lease.was);
            } else {
                LOG.log(Level.INFO, "{0} is left as it is: somebody else has changed it", lease.name);
            }
        } catch (RuntimeException failed) { // the other settings are put back all the same
            LOG.log(Level.ERROR, "cannot put " + lease.name + " back to " + lease.was, failed);
        }
    }

    /** What is changed, by name. */
    synchronized List<Change> changes() {
        long now = System.nanoTime();
        List<Change> changes = new ArrayList<>();
        for (Lease lease : leases.values()) {
            Duration left = lease.endNanos == null ? null : Duration.ofNanos(Math.max(0, lease.endNanos - now));
            changes.add(new Change(lease.name, lease.was, lease.is, left));
        }
        return changes;
    }

    /** Puts everything back. */
    @Override
    public synchronized void close() {
        closed = true;
        timer.shutdownNow();
        leases.values().forEach(Leases::putBack);
        leases.clear();
    }
}
