package io.greendoor.scheduler.quasar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.Greenlet;
import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the engine does where all methods on the way are prepared. */
@Timeout(20)
class QuasarEngineTest {

    private final List<String> log = new ArrayList<>();

    @BeforeAll
    static void onlyWhereItRuns() {
        String obstacle = new QuasarEngine().obstacle();
        assumeTrue(obstacle == null, obstacle);
    }

    @Test
    void isChosenWhereItsAgentIs() {
        assertEquals("quasar", Scheduler.current().engine());
    }

    @Test
    void valuesGoBothWays() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet echo = new Greenlet(args -> {
            Object got = args.get(0);
            while (true) {
                got = main.switchTo("<" + got + ">");
            }
        });

        assertEquals("<1>", echo.switchTo(1));
        assertEquals("<2>", echo.switchTo(2));
    }

    @Test
    void aRingPassesAToken() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet[] ring = new Greenlet[50];
        for (int i = 0; i < ring.length; i++) {
            int next = i + 1;
            ring[i] = new Greenlet(args -> {
                int token = (int) args.get(0);
                while (true) {
                    Greenlet to = next == ring.length ? main : ring[next];
                    token = (int) to.switchTo(token + 1);
                }
            });
        }

        int token = 0;
        for (int round = 0; round < 100; round++) {
            token = (int) ring[0].switchTo(token);
        }

        assertEquals(5_000, token);
    }

    @Test
    void exceptionsCrossAsTheVerySameObject() {
        Greenlet main = Greenlet.getCurrent();
        IllegalStateException thrown = new IllegalStateException("thrown in");
        Greenlet target = new Greenlet(args -> {
            try {
                return main.switchTo();
            } catch (IllegalStateException e) {
                log.add("caught");
                throw e;
            } finally {
                log.add("finally");
            }
        });
        target.switchTo();

        assertSame(thrown, assertThrows(IllegalStateException.class, () -> target.throwTo(thrown)));
        assertEquals(List.of("caught", "finally"), log);
    }

    @Test
    void threadLocalsBelongToTheTask() {
        ThreadLocal<String> local = new ThreadLocal<>();
        local.set("main");
        List<String> seen = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            Eventlet.spawn(() -> {
                seen.add(name + " finds " + local.get());
                local.set(name);
                Eventlet.sleep();
                seen.add(name + " has " + local.get());
            });
        }
        Eventlet.sleep();
        Eventlet.sleep();

        assertEquals(List.of("a finds null", "b finds null", "a has a", "b has b"), seen);
        assertEquals("main", local.get());
    }

    @Test
    void theStackOfASuspendedTaskIsRead() throws InterruptedException {
        Greenlet main = Greenlet.getCurrent();
        Coroutine[] self = new Coroutine[1];
        Greenlet waiting = new Greenlet(args -> {
            self[0] = Coroutine.current();
            return waitHere(main);
        });
        waiting.switchTo();
        List<StackTraceElement[]> seenByAnother = new ArrayList<>();
        Thread other = new Thread(() -> seenByAnother.add(self[0].stackTrace()));
        other.start();
        other.join();
        StackTraceElement[] trace = self[0].stackTrace();

        assertEquals(0, seenByAnother.get(0).length);
        assertTrue(
                Arrays.stream(trace).anyMatch(frame -> frame.getMethodName().equals("waitHere")),
                () -> Arrays.toString(trace));
        assertEquals("went on", waiting.switchTo("went on"));
        assertTrue(waiting.isDead());
    }

    @Test
    void theStackIsReadWhileItSwitches() throws InterruptedException {
        Greenlet main = Greenlet.getCurrent();
        Coroutine[] self = new Coroutine[1];
        Greenlet counter = new Greenlet(args -> {
            self[0] = Coroutine.current();
            int count = 0;
            while (true) {
                main.switchTo(count++);
            }
        });
        counter.switchTo();
        Thread reader = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                self[0].stackTrace();
            }
        });
        reader.start();

        for (int i = 1; i < 20_000; i++) {
            assertEquals(i, counter.switchTo());
        }

        reader.interrupt();
        reader.join();
    }

    @Suspendable
    private static Object waitHere(Greenlet main) {
        Object got = main.switchTo();
        return got;
    }

    @Test
    void anIteratorMaySuspend() {
        int sum = Eventlet.spawn(() -> {
                    int total = 0;
                    for (int each : slowly(3)) {
                        total += each;
                    }
                    return total;
                })
                .await();

        assertEquals(3, sum);
    }

    private Iterable<Integer> slowly(int end) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                log.add("hasNext");
                Eventlet.sleep();
                return next < end;
            }

            @Override
            public Integer next() {
                Eventlet.sleep();
                return next++;
            }
        };
    }

    @Test
    void aMarkOnAnInterfaceCountsForThoseThatImplementIt() {
        Step step = new Twice();

        Eventlet.spawn(() -> step.take(log)).await();

        assertEquals(List.of("one", "two"), log);
    }

    /** It lies in the interface's package, since that is not public: so the agent meets its class. */
    @Test
    void aProxyOfAMarkedInterfaceSuspends() {
        Step target = new Twice();
        Step proxy = (Step) Proxy.newProxyInstance(
                Step.class.getClassLoader(), new Class<?>[] {Step.class}, (self, method, arguments) -> {
                    target.take(log);
                    return null;
                });

        Eventlet.spawn(() -> proxy.take(log)).await();

        assertEquals(Step.class.getPackageName(), proxy.getClass().getPackageName());
        assertEquals(List.of("one", "two"), log);
    }

    /** All its methods may wait. */
    @Suspendable
    private interface Step {
        void take(List<String> log);
    }

    private static final class Twice implements Step {
        @Override
        public void take(List<String> log) {
            log.add("one");
            Eventlet.sleep();
            log.add("two");
        }
    }

    @Test
    void aMethodBehindABridgeSuspends() {
        Callable<String> task = new Named();

        assertEquals("named", Eventlet.spawn(task).await());
    }

    private static final class Named implements Callable<String> {
        @Override
        public String call() {
            StringBuilder name = new StringBuilder("na");
            Eventlet.sleep();
            return name.append("med").toString();
        }
    }

    @Test
    void functionsOfTheJdksTypesSuspend() {
        Supplier<String> slow = () -> {
            Eventlet.sleep();
            return "supplied";
        };

        assertEquals("supplied", Eventlet.spawn(() -> slow.get()).await());
    }

    /** A frame that returns to suspend has no result: nobody may stumble over that, or take it for one. */
    @Test
    void resultsOfAllTypesComeThroughAWait() {
        IntSupplier unboxing = this::slowBox;
        String results = Eventlet.spawn(() -> slowInt() + " " + slowLong() + " " + slowDouble() + " " + slowFloat()
                        + " " + slowBoolean() + " " + unboxing.getAsInt() + " " + slowBox())
                .await();

        assertEquals("1 2 3.0 4.0 true 5 5", results);
    }

    @Suspendable
    private static int slowInt() {
        Eventlet.sleep();
        return 1;
    }

    @Suspendable
    private static long slowLong() {
        return 1L + slowInt();
    }

    @Suspendable
    private static double slowDouble() {
        return 1.0 + slowLong();
    }

    @Suspendable
    private static float slowFloat() {
        return 1f + (float) slowDouble();
    }

    @Suspendable
    private static boolean slowBoolean() {
        return slowFloat() > 0;
    }

    @Suspendable
    private Integer slowBox() {
        return 4 + slowInt();
    }

    @Test
    void whatIsDoneFinallyIsDoneOnceAndNothingIsCaught() {
        Eventlet.spawn(() -> {
                    try {
                        log.add("waits");
                        Eventlet.sleep();
                        log.add("goes on");
                    } catch (Throwable t) {
                        log.add("caught " + t);
                    } finally {
                        log.add("finally");
                    }
                })
                .await();

        assertEquals(List.of("waits", "goes on", "finally"), log);
    }

    @Test
    void anInterruptIsTheTasksOwn() {
        Eventlet.spawn(() -> {
            Thread.currentThread().interrupt();
            Eventlet.sleep();
            log.add("task: " + Thread.interrupted());
        });
        Eventlet.spawn(() -> Thread.currentThread().interrupt()); // and ends
        Eventlet.sleep();
        log.add("main: " + Thread.currentThread().isInterrupted());
        Eventlet.sleep();

        assertEquals(List.of("main: false", "task: true"), log);
    }

    @Test
    void aTaskThatHasNotSuspendedHasNoStack() {
        Coroutine never = Coroutine.create((value, error) -> null);

        assertEquals(0, never.stackTrace().length);
        assertNull(new QuasarEngine().currentHost());
        assertNotSame(never, Coroutine.current());
    }
}
