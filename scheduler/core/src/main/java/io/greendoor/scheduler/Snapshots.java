package io.greendoor.scheduler;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a loop from any thread, while it runs or is stuck. Takes no lock and stops nobody, so what it tells was true a
 * moment ago, and each part of it at its own moment; of a loop that is stuck it is exact.
 */
final class Snapshots {

    private final Scheduler scheduler;
    private final Agenda agenda;

    Snapshots(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.agenda = scheduler.agenda();
    }

    List<TaskSnapshot> tasks(List<Coroutine> live) {
        long now = scheduler.nanoTime();
        List<TaskSnapshot> all = new ArrayList<>(live.size());
        for (Coroutine task : live) {
            if (!task.isDone()) {
                all.add(task(task, now));
            }
        }
        return Collections.unmodifiableList(all);
    }

    private static TaskSnapshot task(Coroutine task, long now) {
        Parked parked = task.parked();
        TaskSnapshot.State state = state(task, parked);
        String waitsFor = parked != null && state == TaskSnapshot.State.WAITING ? describe(parked.subject()) : null;
        Duration age = Duration.ofNanos(now - task.bornNanos());
        return new TaskSnapshot(task.number(), task.name(), state, waitsFor, task.spawnedBy(), age, task.suspensions());
    }

    private static TaskSnapshot.State state(Coroutine task, @Nullable Parked parked) {
        if (!task.isStarted()) {
            return TaskSnapshot.State.NEW;
        }
        if (task.isRunning()) {
            return TaskSnapshot.State.RUNNING;
        }
        if (parked != null) {
            return parked.isReady() ? TaskSnapshot.State.READY : TaskSnapshot.State.WAITING;
        }
        return task.isBlocked() ? TaskSnapshot.State.BLOCKED : TaskSnapshot.State.SUSPENDED;
    }

    List<TimerSnapshot> timers() {
        long now = scheduler.nanoTime();
        Set<TimerQueue.Entry> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.addAll(agenda.timers.peek());
        return seen.stream()
                .sorted(TimerQueue.Entry::compare)
                .filter(TimerQueue.Entry::isPending)
                .map(entry -> new TimerSnapshot(Duration.ofNanos(entry.deadlineNanos - now), describe(entry.target())))
                .toList();
    }

    List<ListenerSnapshot> listeners() {
        List<ListenerSnapshot> all = new ArrayList<>();
        for (SelectionKey key : agenda.poller.keys()) {
            Readiness readiness = (Readiness) key.attachment();
            SelectableChannel channel = key.channel();
            readiness.readers().forEach(task -> all.add(listener(channel, "read", task)));
            readiness.writers().forEach(task -> all.add(listener(channel, "write", task)));
        }
        return Collections.unmodifiableList(all);
    }

    private static ListenerSnapshot listener(SelectableChannel channel, String purpose, Coroutine waiter) {
        return new ListenerSnapshot(describe(channel), purpose, waiter.number());
    }

    /** In its own words; newer JDKs' listening sockets have none. */
    private static String describe(SelectableChannel channel) {
        if (channel instanceof ServerSocketChannel listening) {
            try {
                return "java.nio.channels.ServerSocketChannel[" + listening.getLocalAddress() + "]";
            } catch (IOException closed) {
                return "java.nio.channels.ServerSocketChannel[closed]";
            }
        }
        return describe((Object) channel);
    }

    @Nullable
    LoopHold holder() {
        if (agenda.isIdle() || !scheduler.isAlive()) {
            return null;
        }
        Coroutine holder = scheduler.running();
        Duration since = Duration.ofNanos(System.nanoTime() - agenda.gatheredNanos());
        List<StackTraceElement> stack = Arrays.asList(holder.runningStack());
        return new LoopHold(
                scheduler.threadName(),
                holder.isTask() ? holder.number() : 0,
                holder.name(),
                since,
                Collections.unmodifiableList(stack));
    }

    /** The {@code toString} of somebody else's object, which may throw what it likes. */
    private static String describe(Object object) {
        try {
            return String.valueOf(object);
        } catch (RuntimeException | Error e) {
            return object.getClass().getName() + ", whose toString threw "
                    + e.getClass().getName();
        }
    }
}
