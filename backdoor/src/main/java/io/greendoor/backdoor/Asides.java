package io.greendoor.backdoor;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.GreenletExit;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What was put aside at one session's prompt: it goes on while other things are typed, and its end is told to the
 * client. On the loop, but for what there is.
 */
// Each has a green task of the session's. For code that was typed, that task runs it; for a future or the like, it
// waits for that. What comes of it is printed by the same task, since a value's toString may compute or wait.
//
// When the session ends, its code goes on, as all tasks do that it has started; tasks that only wait are killed, since
// nobody is there any more to be told, and a future must not hold a session that is gone.
final class Asides implements AutoCloseable {

    private static final int ENDED_KEPT = 20;

    private record Entry(Aside aside, GreenThread<Void> task, boolean isOwnCode) {}

    private final Session session;
    private final Scheduler loop = Scheduler.current();
    private final Map<Integer, Entry> entries = new ConcurrentSkipListMap<>();
    private int count;
    private boolean closed;

    /** Makes those of a session, on its loop. */
    Asides(Session session) {
        this.session = session;
    }

    /**
     * Puts something aside, and says so to the client. In one of the session's tasks.
     *
     * @param what was typed to do so
     * @param isOwnCode whether waiting for it is what makes it happen
     */
    void put(String what, Pending<?> pending, boolean isOwnCode) {
        if (!loop.runsCaller()) {
            throw new IllegalStateException("things are put aside by a task of the loop, not by the thread "
                    + Thread.currentThread().getName());
        }
        Aside aside = new Aside(++count, what, pending);
        GreenThread<Void> task = Eventlet.spawn(() -> follow(aside));
        entries.put(aside.number(), new Entry(aside, task, isOwnCode));
        forgetOldest();
        print("[" + aside.number() + "] put aside\n");
    }

    private void forgetOldest() {
        List<Integer> ended = new ArrayList<>();
        entries.forEach((number, entry) -> {
            if (!entry.aside.isRunning()) {
                ended.add(number);
            }
        });
        ended.subList(0, Math.max(0, ended.size() - ENDED_KEPT)).forEach(entries::remove);
    }

    @Suspendable
    private void follow(Aside aside) {
        try {
            Object result = aside.run();
            if (!closed) {
                print(head(aside) + (result == null ? "" : tail(result)) + "\n");
            }
        } catch (SessionExit exit) {
            throw exit; // which was typed, and means the session
        } catch (GreenletExit killed) {
            print(head(aside) + "\n");
        } catch (Throwable thrown) {
            print(head(aside) + ": " + headline(aside, thrown) + "\n");
        }
    }

    private static String head(Aside aside) {
        return "[" + aside.number() + "] " + aside.state() + " after " + Durations.formatNanos(aside.nanos());
    }

    @Suspendable
    private String tail(Object value) {
        int number = session.keepAside(value);
        String text = ValueFormat.printed().format(value, session.window().width());
        String name = number == 0 ? "" : "_" + number;
        return text.indexOf('\n') < 0
                ? ": " + text + (name.isEmpty() ? "" : "   (" + name + ")")
                : ", " + name + ":\n" + text;
    }

    private static String headline(Aside aside, Throwable thrown) {
        String headline = UserText.headline(thrown);
        return aside.state() == Aside.State.FAILED
                ? headline + "   (await(" + aside.number() + ") throws it)"
                : "printing it threw " + headline;
    }

    private void print(String text) {
        session.out().print(text);
        session.out().flush();
    }

    /** Waits for the end of one. Throws what it failed with. */
    @Suspendable
    @Nullable
    Object await(int number) {
        return get(number).aside.await();
    }

    /** Ends one. */
    @Suspendable
    void kill(int number) {
        Entry entry = get(number);
        if (!entry.aside.isRunning()) {
            throw new UsageError("[" + number + "] has ended already: it is " + entry.aside.state());
        }
        entry.aside.cancel();
        entry.task.kill();
    }

    private Entry get(int number) {
        Entry entry = entries.get(number);
        if (entry == null) {
            throw new UsageError("there is no [" + number + "] that was put aside; /aside lists those that are kept");
        }
        return entry;
    }

    /** Those that still run. */
    List<Integer> running() {
        return entries.values().stream()
                .map(Entry::aside)
                .filter(Aside::isRunning)
                .map(Aside::number)
                .toList();
    }

    /** A table of them all. */
    String text(int width) {
        if (entries.isEmpty()) {
            return "nothing was put aside yet\n";
        }
        TextTable table = new TextTable(List.of("", "state", "for", "what"));
        for (Entry entry : entries.values()) {
            Aside aside = entry.aside;
            table.add(List.of(
                    cell("[" + aside.number() + "]"),
                    cell(aside.state().toString()),
                    cell(Durations.formatNanos(aside.nanos())),
                    cell(Literals.visible(aside.what()))));
        }
        return table.text(width);
    }

    private static TextTable.Cell cell(String text) {
        return new TextTable.Cell(text, false);
    }

    /** The session is over. */
    @Override
    public void close() {
        closed = true;
        List<Entry> all = List.copyOf(entries.values());
        entries.clear();
        for (Entry entry : all) {
            if (entry.aside.isRunning() && !entry.isOwnCode) {
                Eventlet.spawnN(entry.task::kill);
            }
        }
    }
}
