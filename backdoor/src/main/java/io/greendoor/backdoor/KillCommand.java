package io.greendoor.backdoor;

import io.greendoor.scheduler.LoopHold;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.TaskSnapshot;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** {@code /kill}: ends a green task, interrupts a platform thread. */
// What may not be ended is what others live on: the thread of a loop, the JVM's own threads, and the door's: a session
// is ended by its own commands, and without its reader it would neither hear of an interrupt nor of a lost client.
final class KillCommand {

    private static final String THREAD_OF_DOOR = "greendoor-";
    private static final String WHY = "killed at the prompt";
    private static final int WAIT_WIDTH = 200;

    /** A hold that is shorter than this is a loop at work. */
    private static final Duration WORTH_TELLING = Duration.ofMillis(500);

    private final Scheduler loop;

    KillCommand(Scheduler loop) {
        this.loop = loop;
    }

    PromptCommand command() {
        return new OffLoopCommand(
                "kill", "ends a green task, interrupts a thread", """
                /kill ID
                  ends a green task (12): throws GreenletExit where it waits, or cancels its job, once its loop is free;
                  says what it waited for
                  interrupts a platform thread (t34), which may ignore that; virtual threads cannot be reached""", this::run, words -> WhereCommand.ids(loop));
    }

    private void run(PromptCommand.Invocation call) {
        if (call.words().size() != 1) {
            throw new UsageError("/kill takes one ID, as in /kill 12; /ps lists them");
        }
        TaskId id = TaskId.parse(call.words().get(0));
        call.out()
                .println(
                        switch (id.kind()) {
                            case GREEN -> endTask(id);
                            case PLATFORM -> interrupt(id);
                            case VIRTUAL ->
                                throw new UsageError("a virtual thread can be interrupted only by who has"
                                        + " a reference to it, and the JVM gives none: /where " + id
                                        + " shows what it does");
                        });
    }

    private String endTask(TaskId id) {
        for (Scheduler each : TaskList.loops(loop)) {
            Optional<TaskSnapshot> task = each.tasks().stream()
                    .filter(one -> one.number() == id.number())
                    .findFirst();
            if (task.isPresent()) {
                return endTask(each, task.get());
            }
        }
        throw new UsageError("there is no task " + id + ", or no longer: /ps lists what there is");
    }

    private static String endTask(Scheduler loop, TaskSnapshot task) {
        String title = "task " + task.number() + " (" + Literals.visible(task.name()) + ")";
        if (isOfDoor(task.name())) {
            throw new UsageError(title + " is a session of the door, which ends by exit() there");
        }
        LoopHold hold = loop.holder();
        String asked = "asked " + title + " to end" + whereabouts(loop, task);
        try {
            if (!loop.endTask(task.number(), WHY)) {
                return title + " has just ended";
            }
        } catch (RejectedExecutionException closed) {
            return title + " is ending already: its loop is closed";
        }
        if (hold == null || hold.since().compareTo(WORTH_TELLING) < 0) {
            return asked;
        }
        String holder = hold.task() == task.number() ? "itself" : WhereCommand.title(hold);
        return asked + "; it does once the loop is free, which has been held for " + Durations.format(hold.since())
                + " by " + holder;
    }

    /** What it waits for, and where in the application's code, as far as that is known. */
    private static String whereabouts(Scheduler loop, TaskSnapshot task) {
        if (task.state() == TaskSnapshot.State.NEW) {
            return ", which has not started yet";
        }
        String waitsFor = Literals.visible(TaskList.waitsFor(task));
        String where = WhereCommand.topFrame(loop.stackTrace(task.number()));
        return (waitsFor.isEmpty() ? "" : ", which waits for " + Literals.shortened(waitsFor, WAIT_WIDTH))
                + (where.isEmpty() ? "" : ", at " + Literals.visible(where));
    }

    /** By what its tasks are called. */
    private static boolean isOfDoor(String name) {
        return name.equals(SocketConsole.class.getSimpleName())
                || name.equals(Session.READER)
                || name.equals(Door.LISTENER);
    }

    private String interrupt(TaskId id) {
        for (Scheduler each : TaskList.loops(loop)) {
            if (TaskId.of(each.thread()).equals(id)) {
                throw new UsageError(
                        id + " is the thread of a loop, and all its tasks would go with it: end one of them,"
                                + " as in /kill 12");
            }
        }
        Thread thread = platformThread(id);
        String title = id + " \"" + Literals.visible(thread.getName()) + "\"";
        ThreadGroup group = thread.getThreadGroup();
        if (group != null && group.getParent() == null) {
            throw new UsageError(title + " belongs to the JVM, which cannot do without it");
        }
        if (thread.getName().startsWith(THREAD_OF_DOOR) || thread == Thread.currentThread()) {
            throw new UsageError(title + " works for the door or for a loop, which cannot do without it");
        }
        thread.interrupt();
        return "interrupted " + title + ": it ends only if its code heeds that";
    }

    private static Thread platformThread(TaskId id) {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        while (top.getParent() != null) {
            top = top.getParent();
        }
        Thread[] threads = new Thread[top.activeCount() + 64]; // room for those that start meanwhile
        int count = top.enumerate(threads, true);
        return Arrays.stream(threads, 0, count)
                .filter(Objects::nonNull)
                .filter(thread -> TaskId.of(thread).equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new UsageError("there is no thread " + id + ", or no longer: /ps lists what there is"));
    }
}
