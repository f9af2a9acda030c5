package io.greendoor.greenlet.random;

import io.greendoor.greenlet.Args;
import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenSemaphore;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.Greenlet;
import io.greendoor.greenlet.GreenletExit;
import io.greendoor.greenlet.Timeout;
import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Continuation;
import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.CoroutineScope;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Deferred;
import io.greendoor.scheduler.Job;
import io.greendoor.scheduler.LoopOptions;
import io.greendoor.scheduler.Mutex;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Select;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a random program on one engine, and the log of all that happens in it. On the calling thread, in virtual
 * time. Whatever the program does, it ends: it has so many steps, and who waits for ever is told so.
 */
final class ProgramRun {

    private static final int STEPS = 250;
    private static final int LAST_STEPS = 20;
    private static final int MEETINGS = 200;
    private static final int DEADLOCKS = 50;

    private final Program program;
    private final List<String> log;
    private final IdleClock clock = new IdleClock(this::idle);
    private final Scheduler loop;
    private final List<Greenlet> greenlets = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private final List<CoroutineScope> scopes = new ArrayList<>();
    private final Map<Greenlet, String> names = new IdentityHashMap<>();
    private final List<Channel<String>> channels =
            List.of(Channel.rendezvous(), Channel.buffered(1), Channel.buffered(2), Channel.conflated());
    private final List<Event<String>> events = List.of(new Event<>(), new Event<>());
    private final List<GreenSemaphore> semaphores = List.of(new GreenSemaphore(0), new GreenSemaphore(1));
    private final List<Mutex> mutexes = List.of(new Mutex(), new Mutex());
    private final List<Greenlet> begun = new ArrayList<>();
    private int steps = STEPS;
    private int deadlocks;
    private int made;
    private Continuation<Void> rest;
    private boolean atRest;

    /** Nothing is left that could wake anybody. */
    private static final class Deadlock extends Error {
        private static final long serialVersionUID = 1L;

        Deadlock() {
            super("nothing is left to wait for");
        }
    }

    private ProgramRun(Program program, String engine, List<String> log) {
        this.program = program;
        this.log = log;
        this.loop = Scheduler.open(LoopOptions.DEFAULT.engine(engine).time(clock));
    }

    /** Runs it to its end, and notes all that happens. */
    static void run(Program program, String engine, List<String> log) {
        ProgramRun run = new ProgramRun(program, engine, log);
        SystemLog.divert(run::note, run::run);
    }

    private void run() {
        Greenlet root = Greenlet.getCurrent();
        greenlets.add(root);
        names.put(root, "root");
        begun.add(root);
        if (program.traced()) {
            Greenlet.setTrace((event, origin, target) -> note(event + " " + name(origin) + " -> " + name(target)));
        }
        try {
            runScript(0, "root", null);
        } catch (Throwable thrown) {
            note("root died of " + describe(thrown));
        }
        comeToRest();
        noteStates();
        Greenlet.setTrace(null);
        steps = LAST_STEPS;
        loop.close();
        noteStates();
    }

    /** Lets the others go on until nobody can. */
    private void comeToRest() {
        for (int i = 0; i < MEETINGS && !atRest; i++) {
            try {
                Object sent = Coroutines.<Void>suspendCancellable(root -> rest = root);
                note("root at rest got " + describe(sent));
            } catch (Throwable thrown) {
                note("root at rest met " + describe(thrown));
            } finally {
                rest = null;
            }
        }
    }

    /** The clock has nothing to wait for: that ends the program, or begins to end it by killing first the root. */
    private void idle() {
        deadlocks++;
        if (rest != null) {
            atRest = true;
            rest.tryResume(null);
        } else if (deadlocks == 1) {
            loop.execute(() -> Coroutine.current().transfer(loop.root(), null, new Deadlock()));
        } else if (deadlocks < DEADLOCKS) {
            steps = Math.min(steps, LAST_STEPS);
            begun.forEach(each -> loop.execute(() -> Eventlet.kill(each, new Deadlock())));
        } else {
            throw new IllegalStateException("the program does not end though all is killed");
        }
    }

    private void noteStates() {
        for (Greenlet each : greenlets) {
            note(name(each) + " is dead: " + each.isDead() + ", active: " + each.isActive());
        }
        for (Job each : jobs) {
            note("job " + jobs.indexOf(each) + " is active: " + each.isActive() + ", completed: " + each.isCompleted()
                    + ", cancelled: " + each.isCancelled());
        }
    }

    private void note(String event) {
        log.add(clock.millis() + " ms: " + event.replaceAll("@[0-9a-f]+", "@"));
    }

    private String name(Greenlet greenlet) {
        return names.getOrDefault(greenlet, "somebody");
    }

    private String describe(Object value) {
        if (value instanceof Greenlet greenlet) {
            return name(greenlet);
        }
        if (value instanceof Throwable thrown) {
            StringBuilder text = new StringBuilder(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
            for (Throwable suppressed : thrown.getSuppressed()) {
                text.append(" [").append(suppressed.getClass().getSimpleName()).append(']');
            }
            return text.toString();
        }
        if (value instanceof Args args) {
            return "args " + args.positional();
        }
        return String.valueOf(value);
    }

    private static <T> T at(List<T> list, int index) {
        return list.get(index % list.size());
    }

    /** A task that runs a script, under a name of its own. */
    private Task task(int script) {
        String name = script + "." + ++made;
        return new Task() {
            @Override
            @Suspendable
            public void run() throws Exception {
                runTask(script, name);
            }
        };
    }

    @Suspendable
    private void runTask(int script, String name) throws Exception {
        names.putIfAbsent(Greenlet.getCurrent(), name);
        begins();
        note(name + " begins");
        try {
            runScript(script, name, null);
            note(name + " ends");
        } catch (Throwable thrown) {
            note(name + " dies of " + describe(thrown));
            throw thrown;
        }
    }

    /** From now on it is told to end when nobody else can go on; the loop itself is not. */
    private void begins() {
        if (Coroutine.current() != loop.hub()) {
            begun.add(Greenlet.getCurrent());
        }
    }

    @Suspendable
    private void runScript(int script, String name, CoroutineScope scope) throws Exception {
        runAll(program.scripts().get(script), name, scope);
    }

    @Suspendable
    private void runAll(List<Op> ops, String me, CoroutineScope scope) throws Exception {
        for (Op op : ops) {
            if (--steps < 0) {
                return;
            }
            String step = me + " " + op;
            note(step);
            try {
                Object result = run(op, me, scope);
                note(step + " gives " + describe(result));
            } catch (Throwable thrown) {
                note(step + " throws " + describe(thrown));
                throw thrown;
            }
        }
    }

    @Suspendable
    private Object run(Op op, String me, CoroutineScope scope) throws Exception {
        return switch (op.kind()) {
            case SLEEP, DELAY, YIELD -> rest(op);
            case SPAWN, SPAWN_N, SPAWN_AFTER, SPAWN_AFTER_LOCAL, GREENLET -> greenletMade(op);
            case KILL, CANCEL, AWAIT, LINK, STATE, SWITCH, THROW_INTO, SET_PARENT -> greenletUsed(op, me);
            case EVENT_SEND, EVENT_FAIL, EVENT_AWAIT, EVENT_AWAIT_FOR, EVENT_RESET -> event(op);
            case ACQUIRE, ACQUIRE_FOR, TRY_ACQUIRE, RELEASE -> semaphore(op);
            case SEND, RECEIVE, TRY_SEND, TRY_RECEIVE, CLOSE, CLOSE_FOR, CANCEL_CHANNEL, SELECT -> channel(op, me);
            case SCOPE, SUPERVISOR, LAUNCH, ASYNC, CANCEL_SCOPE -> scope(op, me, scope);
            case JOIN, AWAIT_JOB, CANCEL_JOB, ON_COMPLETION -> job(op, me);
            case WITH_LOCK, TRY_LOCK, UNLOCK -> mutex(op, me, scope);
            case TIMEOUT, SILENTLY, WITH_TIMEOUT, WITH_TIMEOUT_OR_NULL, NON_CANCELLABLE -> bounded(op, me, scope);
            case EXECUTE, SCHEDULE -> callback(op, me);
            case FAIL, EXIT, CATCH, CATCH_EXCEPTION, FINALLY, REPEAT -> controlFlow(op, me, scope);
        };
    }

    private static Duration millis(int count) {
        return Duration.ofMillis(count);
    }

    @Suspendable
    private static Object rest(Op op) {
        switch (op.kind()) {
            case SLEEP -> Eventlet.sleep(millis(op.a() % 4));
            case DELAY -> Coroutines.delay(millis(op.a() % 4));
            default -> Coroutines.yieldNow();
        }
        return null;
    }

    private Object greenletMade(Op op) {
        Task task = task(op.b());
        String name = op.b() + "." + made;
        Greenlet greenlet = switch (op.kind()) {
            case SPAWN -> Eventlet.spawn(task);
            case SPAWN_N -> Eventlet.spawnN(task);
            case SPAWN_AFTER -> Eventlet.spawnAfter(millis(op.a() % 4), task);
            case SPAWN_AFTER_LOCAL -> Eventlet.spawnAfterLocal(millis(op.a() % 4), task);
            default ->
                new Greenlet(args -> {
                    note(name + " starts with " + describe(args));
                    task.run();
                    return "result of " + name;
                });
        };
        greenlets.add(greenlet);
        names.put(greenlet, name);
        return greenlet;
    }

    @Suspendable
    private Object greenletUsed(Op op, String me) throws Exception {
        Greenlet greenlet = at(greenlets, op.a());
        GreenThread<?> thread = greenlet instanceof GreenThread<?> green ? green : null;
        switch (op.kind()) {
            case STATE -> {
                return name(greenlet) + " is dead: " + greenlet.isDead() + ", active: " + greenlet.isActive();
            }
            case SWITCH -> {
                return op.b() == 0 ? greenlet.switchTo() : greenlet.switchTo("from " + me);
            }
            case THROW_INTO -> {
                return op.b() < 2 ? greenlet.throwTo() : greenlet.throwTo(new IllegalStateException("thrown by " + me));
            }
            case SET_PARENT -> greenlet.setParent(at(greenlets, op.b()));
            case KILL -> {
                if (op.b() < 5) {
                    Eventlet.kill(greenlet);
                } else {
                    Eventlet.kill(greenlet, new IllegalStateException("killed by " + me));
                }
            }
            default -> {
                return thread == null ? "no green thread" : greenThreadUsed(op, me, thread);
            }
        }
        return null;
    }

    @Suspendable
    private <T> Object greenThreadUsed(Op op, String me, GreenThread<T> thread) {
        switch (op.kind()) {
            case CANCEL -> thread.cancel();
            case AWAIT -> {
                return thread.await();
            }
            default -> thread.link(ended -> linked(op, me + " link of " + name(ended)));
        }
        return null;
    }

    /** Runs the body of something that calls back, and may throw anything. */
    @Suspendable
    private void linked(Op op, String me) {
        begins();
        try {
            runAll(op.body(), me, null);
        } catch (Exception checked) {
            throw new IllegalStateException(checked);
        }
    }

    @Suspendable
    private Object event(Op op) {
        Event<String> event = at(events, op.a());
        switch (op.kind()) {
            case EVENT_SEND -> event.send("event " + op.b());
            case EVENT_FAIL -> event.sendException(new IllegalStateException("event " + op.b()));
            case EVENT_RESET -> event.reset();
            case EVENT_AWAIT -> {
                return event.await();
            }
            default -> {
                return event.await(millis(op.b() % 4)) + ", ready: " + event.ready();
            }
        }
        return null;
    }

    @Suspendable
    private Object semaphore(Op op) {
        GreenSemaphore semaphore = at(semaphores, op.a());
        switch (op.kind()) {
            case ACQUIRE -> semaphore.acquire();
            case ACQUIRE_FOR -> {
                return semaphore.acquire(millis(op.b() % 4));
            }
            case TRY_ACQUIRE -> {
                return semaphore.tryAcquire();
            }
            default -> semaphore.release();
        }
        return semaphore.balance();
    }

    @Suspendable
    private Object channel(Op op, String me) {
        Channel<String> channel = at(channels, op.a());
        switch (op.kind()) {
            case SEND -> channel.send("word of " + me);
            case RECEIVE -> {
                return channel.receive();
            }
            case TRY_SEND -> {
                return channel.trySend("try of " + me);
            }
            case TRY_RECEIVE -> {
                return channel.tryReceive();
            }
            case CLOSE -> channel.close();
            case CLOSE_FOR -> channel.close(new IllegalStateException("closed by " + me));
            case CANCEL_CHANNEL -> channel.cancel();
            default -> {
                return selected(op, me, channel);
            }
        }
        return null;
    }

    @Suspendable
    private Object selected(Op op, String me, Channel<String> channel) {
        Select<String> select = new Select<String>().onReceive(channel, word -> "received " + word);
        if (op.b() % 2 == 0) {
            select.onSend(at(channels, op.a() + 1), "choice of " + me, () -> "sent");
        }
        if (op.b() % 3 == 0) {
            select.onTimeout(millis(op.b() % 4), () -> "timed out");
        }
        return select.select();
    }

    @Suspendable
    private Object scope(Op op, String me, CoroutineScope scope) throws Exception {
        CoroutineScope target = scope != null ? scope : scopes.isEmpty() ? null : at(scopes, op.a());
        switch (op.kind()) {
            case SCOPE -> {
                return Coroutines.coroutineScope(inner -> inScope(op, me, inner));
            }
            case SUPERVISOR -> {
                return Coroutines.supervisorScope(inner -> inScope(op, me, inner));
            }
            case CANCEL_SCOPE -> {
                if (target != null) {
                    target.cancel();
                }
            }
            default -> {
                if (target == null) {
                    return "no scope";
                }
                Task task = task(op.b());
                jobs.add(
                        op.kind() == Op.Kind.LAUNCH
                                ? target.launch(task)
                                : target.async(() -> {
                                    task.run();
                                    return "result";
                                }));
                return "job " + (jobs.size() - 1);
            }
        }
        return null;
    }

    @Suspendable
    private Object inScope(Op op, String me, CoroutineScope scope) throws Exception {
        scopes.add(scope);
        runAll(op.body(), me, scope);
        return "scope's result, active: " + scope.isActive();
    }

    @Suspendable
    private Object job(Op op, String me) {
        if (jobs.isEmpty()) {
            return "no job";
        }
        Job job = at(jobs, op.a());
        String name = "job " + jobs.indexOf(job);
        switch (op.kind()) {
            case JOIN -> job.join();
            case AWAIT_JOB -> {
                if (job instanceof Deferred<?> deferred) {
                    return deferred.await();
                }
            }
            case CANCEL_JOB -> job.cancel("cancelled by " + me);
            default ->
                job.invokeOnCompletion(with -> linked(op, me + " completion of " + name + " with " + describe(with)));
        }
        return name + " is active: " + job.isActive();
    }

    @Suspendable
    private Object mutex(Op op, String me, CoroutineScope scope) {
        Mutex mutex = at(mutexes, op.a());
        switch (op.kind()) {
            case WITH_LOCK -> {
                return mutex.withLock(() -> all(op, me, scope));
            }
            case TRY_LOCK -> {
                return mutex.tryLock();
            }
            default -> mutex.unlock();
        }
        return null;
    }

    @Suspendable
    private Object all(Op op, String me, CoroutineScope scope) throws Exception {
        runAll(op.body(), me, scope);
        return "all";
    }

    @Suspendable
    private Object bounded(Op op, String me, CoroutineScope scope) {
        Duration bound = millis(op.a() % 5);
        return switch (op.kind()) {
            case TIMEOUT -> Eventlet.withTimeout(bound, () -> all(op, me, scope));
            case SILENTLY -> Timeout.silently(bound, () -> runAll(op.body(), me, scope));
            case WITH_TIMEOUT -> Coroutines.withTimeout(bound, () -> all(op, me, scope));
            case WITH_TIMEOUT_OR_NULL -> Coroutines.withTimeoutOrNull(bound, () -> all(op, me, scope));
            default -> Coroutines.nonCancellable(() -> all(op, me, scope));
        };
    }

    private Object callback(Op op, String me) {
        Runnable body = () -> linked(op, me + " callback");
        if (op.kind() == Op.Kind.EXECUTE) {
            loop.execute(body);
        } else {
            loop.schedule(millis(op.a() % 4), body);
        }
        return null;
    }

    @Suspendable
    private Object controlFlow(Op op, String me, CoroutineScope scope) throws Exception {
        switch (op.kind()) {
            case FAIL -> throw new IllegalStateException("failure of " + me);
            case EXIT -> throw new GreenletExit();
            case CATCH -> {
                try {
                    return all(op, me, scope);
                } catch (Throwable thrown) {
                    return "caught " + describe(thrown);
                }
            }
            case CATCH_EXCEPTION -> {
                try {
                    return all(op, me, scope);
                } catch (Exception thrown) {
                    return "caught " + describe(thrown);
                }
            }
            case FINALLY -> {
                List<Op> body = op.body();
                try {
                    runAll(body.subList(0, body.size() / 2), me, scope);
                } finally {
                    runAll(body.subList(body.size() / 2, body.size()), me + " finally", scope);
                }
            }
            default -> {
                runAll(op.body(), me, scope);
                runAll(op.body(), me, scope);
            }
        }
        return null;
    }
}
