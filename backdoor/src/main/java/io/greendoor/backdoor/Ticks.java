package io.greendoor.backdoor;

import io.greendoor.scheduler.SpinLock;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes a session's checkpoints due every few milliseconds, while code passes them. */
// A command that is short passes some checkpoints, finds each of them due, and is gone. Only one that goes on is worth
// the thread: from then on each tick makes them due, and whoever looks first makes them undue until the next. When a
// tick finds that nobody has looked since the last one, the ticking ends, and they stay due.
//
// `due` is cleared under the lock and only while there is a next tick, so that it cannot stay cleared.
final class Ticks implements AutoCloseable {

    /** How precise a slice is. */
    static final Duration PERIOD = Duration.ofMillis(5);

    private static final int LOOKS_BEFORE = 256;

    private final LoopWatch watch;
    private final List<WeakReference<Checkpoint>> checkpoints = new CopyOnWriteArrayList<>();
    private final SpinLock lock = new SpinLock();
    private boolean ticking; // as are the next two, guarded by lock
    private boolean closed;
    private int looks;

    Ticks(LoopWatch watch) {
        this.watch = watch;
    }

    /** Looks after one more, as long as code is there that passes it. */
    void add(Checkpoint checkpoint) {
        checkpoints.removeIf(each -> each.refersTo(null));
        checkpoints.add(new WeakReference<>(checkpoint));
    }

    /** Makes them due now. From any thread. */
    void now() {
        setDue(true);
    }

    private boolean areAllDue() {
        for (WeakReference<Checkpoint> each : checkpoints) {
            Checkpoint present = each.get();
            if (present != null && !present.isDue()) {
                return false;
            }
        }
        return true;
    }

    private void setDue(boolean due) {
        for (WeakReference<Checkpoint> each : checkpoints) {
            Checkpoint present = each.get();
            if (present != null) {
                present.setDue(due);
            }
        }
    }

    /** Somebody has looked what there is to do; the next may wait for the next tick. From any thread. */
    void looked() {
        boolean begins;
        lock.lock();
        try {
            begins = !ticking && !closed && ++looks == LOOKS_BEFORE;
            ticking |= begins;
            if (ticking) {
                setDue(false);
            }
        } finally {
            lock.unlock();
        }
        if (begins) {
            scheduleTick();
        }
    }

    private void tick() {
        lock.lock();
        try {
            boolean nobodyLooked = areAllDue();
            setDue(true);
            ticking = !nobodyLooked && !closed;
            if (!ticking) {
                looks = 0;
                return;
            }
        } finally {
            lock.unlock();
        }
        scheduleTick();
    }

    private void scheduleTick() {
        watch.after(PERIOD, this::tick);
    }

    /** Whether each look but the first is a tick's. */
    boolean areOn() {
        lock.lock();
        try {
            return ticking;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves them due for good. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ticking = false;
            setDue(true);
        } finally {
            lock.unlock();
        }
    }
}
