package io.greendoor.scheduler.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.LoopOptions;
import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What the annotation does to a class, by JUnit's own account and by the class's. */
@Timeout(60)
class EveryEngineTest {
    private static final String PROPERTY = "greendoor.engine";

    private static final List<String> LOG = Collections.synchronizedList(new ArrayList<>());
    private static final List<Scheduler> LOOPS = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void clear() {
        LOG.clear();
        LOOPS.clear();
    }

    private static EngineExecutionResults run(Class<?>... classes) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
        Stream.of(classes).forEach(each -> kit.selectors(selectClass(each)));
        EngineExecutionResults results = kit.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .execute();
        results.allEvents().failed().stream().findFirst().ifPresent(EveryEngineTest::fail);
        return results;
    }

    private static void fail(Event event) {
        throw new AssertionError(event.toString());
    }

    private static List<String> onEachEngine(String... events) {
        return Scheduler.engines().stream()
                .flatMap(engine -> Stream.of(events).map(event -> engine + ": " + event))
                .toList();
    }

    /** Logs it, with the engine of the calling thread's loop. */
    private static void log(String event) {
        LOG.add(Scheduler.current().engine() + ": " + event);
    }

    @EveryEngine
    static class Steps {
        @BeforeEach
        void beforeEach() {
            log("before each");
            LOOPS.add(Scheduler.current());
        }

        @Test
        void test() {
            log("test");
            LOOPS.add(Scheduler.current());
        }

        @AfterEach
        void afterEach() {
            log("after each");
            LOOPS.add(Scheduler.current());
        }
    }

    @Test
    void aClassRunsOnceForEachEngineInItsName() {
        EngineExecutionResults results = run(Steps.class);

        assertEquals(
                Scheduler.engines(),
                results.containerEvents().started().stream()
                        .map(Event::getTestDescriptor)
                        .filter(each -> each.getUniqueId().toString().contains("class-template-invocation"))
                        .map(TestDescriptor::getDisplayName)
                        .toList());
        assertEquals(
                Scheduler.engines().size(), results.testEvents().succeeded().count());
    }

    @Test
    void eachStepHasALoopOfTheEngine() {
        run(Steps.class);

        assertEquals(onEachEngine("before each", "test", "after each"), LOG);
    }

    @Test
    void aTestsStepsShareALoopThatNoOtherTestHas() {
        run(Steps.class);

        List<Integer> expected = new ArrayList<>();
        for (int test = 0; test < Scheduler.engines().size(); test++) {
            expected.addAll(Collections.nCopies(3, 3 * test));
        }
        assertEquals(expected, LOOPS.stream().map(LOOPS::indexOf).toList());
    }

    @Test
    void afterwardsEveryLoopIsClosedAndTheThreadIsAsBefore() {
        String before = System.getProperty(PROPERTY);

        run(Steps.class, Leaky.class);

        LOOPS.forEach(loop -> assertFalse(loop.isAlive(), loop.toString()));
        assertEquals(before, System.getProperty(PROPERTY));
    }

    @EveryEngine
    static class Leaky {
        @Test
        void leavesALoopOpenAndATaskRunning() {
            LOOPS.add(Scheduler.current());
            Tasks.spawn(() -> {
                try {
                    Channel.rendezvous().receive();
                } finally {
                    log("task ends");
                }
            });
            Coroutines.yieldNow();
            LOOPS.add(Scheduler.open(LoopOptions.DEFAULT));
        }

        @AfterEach
        void test() {
            log("test ends");
        }
    }

    @Test
    void whatATestLeavesBehindIsEnded() {
        run(Leaky.class);

        assertEquals(onEachEngine("test ends", "task ends"), LOG);
    }

    @EveryEngine
    static class WithoutProperty {
        @Test
        void test() {
            log("test");
        }
    }

    @Test
    void aPropertyThatWasNotThereIsNotThereAfterwards() {
        String before = System.clearProperty(PROPERTY);
        try {
            run(WithoutProperty.class);

            assertEquals(onEachEngine("test"), LOG);
            assertEquals(null, System.getProperty(PROPERTY));
        } finally {
            if (before != null) {
                System.setProperty(PROPERTY, before);
            }
        }
    }

    @EveryEngine
    static class OtherThreads {
        @Test
        @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
        void aTestOnAThreadOfItsOwn() {
            log("of the timeout's thread");
        }

        @Test
        void anAssertionOnAThreadOfItsOwn() {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> log("of the assertion's thread"));
        }

        @Test
        void aThreadThatTheTestStarts() throws Exception {
            Scheduler other = Scheduler.start(Thread::new, LoopOptions.DEFAULT);
            CompletableFuture<Void> logged = new CompletableFuture<>();
            other.execute(() -> {
                log("of a thread that the test starts");
                logged.complete(null);
            });
            logged.get();
            other.close();
        }

        @Test
        void aTestInVirtualTime() {
            VirtualTime.runTest(() -> log("in virtual time"));
        }
    }

    @Test
    void loopsOfOtherThreadsHaveTheEngineToo() {
        run(OtherThreads.class);

        List<String> sorted = new ArrayList<>(LOG);
        Collections.sort(sorted);
        List<String> expected = new ArrayList<>(onEachEngine(
                "of the timeout's thread",
                "of the assertion's thread",
                "of a thread that the test starts",
                "in virtual time"));
        Collections.sort(expected);
        assertEquals(expected, sorted);
    }

    @EveryEngine
    static class Injected {
        @Test
        void test(Scheduler loop) {
            LOG.add(loop.engine() + ": " + (loop == Scheduler.current()));
        }
    }

    @Test
    void aParameterIsTheTestsLoop() {
        run(Injected.class);

        assertEquals(onEachEngine("true"), LOG);
    }

    @EveryEngine
    static class Inherited {
        @Test
        void inherited() {
            log("inherited");
        }
    }

    static class Heir extends Inherited {}

    @EveryEngine
    static class Outer {
        @Test
        void outer() {
            log("outer");
        }

        @Nested
        class Inner {
            @Test
            void inner() {
                log("inner");
            }
        }
    }

    @Test
    void subclassesAndNestedClassesRunOnEachEngine() {
        run(Heir.class);
        run(Outer.class);

        List<String> expected = new ArrayList<>(onEachEngine("inherited"));
        expected.addAll(onEachEngine("outer", "inner"));
        assertEquals(expected, LOG);
    }

    /** How many are in a class of one engine at the same time. */
    private static final AtomicInteger INSIDE = new AtomicInteger();

    private static void meet() {
        String engine = System.getProperty(PROPERTY);
        LOG.add("alone: " + (INSIDE.incrementAndGet() == 1));
        for (int i = 0; i < 1000; i++) {
            Thread.onSpinWait();
        }
        LOG.add("unchanged: " + engine.equals(System.getProperty(PROPERTY)));
        INSIDE.decrementAndGet();
    }

    @EveryEngine
    static class One {
        @Test
        void first() {
            meet();
        }

        @Test
        void second() {
            meet();
        }
    }

    static class Two extends One {}

    static class Three extends One {}

    @Test
    void classesThatRunInParallelDoNotDisturbEachOther() {
        run(One.class, Two.class, Three.class);

        assertEquals(
                Collections.nCopies(6 * Scheduler.engines().size(), List.of("alone: true", "unchanged: true")).stream()
                        .flatMap(List::stream)
                        .toList(),
                LOG);
    }
}
