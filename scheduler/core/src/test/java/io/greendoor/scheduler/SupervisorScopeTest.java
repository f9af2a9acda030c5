package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class SupervisorScopeTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private final IOException failure = new IOException("failure");
    private final List<Throwable> logged = Collections.synchronizedList(new ArrayList<>());
    private final Logger logger = Logger.getLogger("io.greendoor.scheduler");
    private final Handler capture = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void capture() {
        logger.addHandler(capture);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void release() {
        logger.removeHandler(capture);
        logger.setUseParentHandlers(true);
    }

    @Test
    void aFailedLaunchIsLoggedAndTouchesNeitherSiblingsNorScope() {
        TestLoop loop = TestLoop.in(clock);

        String result = Coroutines.supervisorScope(scope -> {
            Job failing = scope.launch(() -> {
                throw failure;
            });
            scope.launch(() -> {
                Coroutines.delay(MILLI);
                loop.log("sibling");
            });
            failing.join();
            assertTrue(scope.isActive());
            assertTrue(failing.isCancelled());
            return "result";
        });

        loop.log(result);
        assertEquals(List.of("1 ms: sibling", "1 ms: result"), loop.log);
        assertEquals(List.of(failure), logged);
    }

    @Test
    void aFailedAsyncTaskIsNotLoggedButThrownToWhoAwaitsIt() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.supervisorScope(scope -> {
            Deferred<String> failing = scope.async(() -> {
                throw failure;
            });
            assertSame(failure, assertThrows(Throwable.class, failing::await));
            assertSame(failure, assertThrows(Throwable.class, failing::await));
            assertSame(failure, assertThrows(Throwable.class, failing::getCompleted));
            loop.log("body goes on");
            return null;
        });

        assertEquals(List.of("0 ms: body goes on"), loop.log);
        assertEquals(List.of(), logged);
    }

    @Test
    void aBodyThatFailsCancelsTheChildrenOfASupervisorToo() {
        TestLoop loop = TestLoop.in(clock);

        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.supervisorScope(scope -> {
                    scope.launch(() -> {
                        try {
                            Coroutines.suspendCancellable(never -> {});
                        } finally {
                            loop.log("child ends");
                        }
                    });
                    Coroutines.delay(MILLI);
                    throw failure;
                }));

        assertSame(failure, thrown);
        assertEquals(List.of("1 ms: child ends"), loop.log);
        assertEquals(List.of(), logged);
    }

    @Test
    void aSupervisorIsCancelledWithTheJobItIsPartOf() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> Coroutines.supervisorScope(supervisor -> {
                supervisor.launch(() -> {
                    try {
                        Coroutines.suspendCancellable(never -> {});
                    } finally {
                        loop.log("grandchild ends");
                    }
                });
                return null;
            }));
            Coroutines.delay(MILLI);
            job.cancel();
            return null;
        });

        assertEquals(List.of("1 ms: grandchild ends"), loop.log);
        assertEquals(List.of(), logged);
    }

    @Test
    void aScopeInsideASupervisorFailsAsAWhole() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.supervisorScope(supervisor -> {
            supervisor.launch(() -> Coroutines.coroutineScope(scope -> {
                scope.launch(() -> {
                    Coroutines.delay(MILLI.multipliedBy(2));
                    loop.log("never");
                });
                scope.launch(() -> {
                    Coroutines.delay(MILLI);
                    throw failure;
                });
                return null;
            }));
            supervisor.launch(() -> {
                Coroutines.delay(MILLI.multipliedBy(3));
                loop.log("sibling");
            });
            return null;
        });

        assertEquals(List.of("3 ms: sibling"), loop.log);
        assertEquals(List.of(failure), logged);
    }

    @Test
    void aCancelledChildIsNotLogged() {
        TestLoop.in(clock);

        Coroutines.supervisorScope(scope -> {
            Job child = scope.launch(() -> Coroutines.delay(MILLI));
            Coroutines.yieldNow();
            child.cancel();
            scope.launch(() -> Coroutines.withTimeout(MILLI, () -> Coroutines.suspendCancellable(never -> {})));
            return null;
        });

        assertEquals(List.of(), logged);
    }

    @Test
    void aCompletionHandlerThatThrowsIsLoggedAndTheOthersAreCalled() {
        TestLoop loop = TestLoop.in(clock);
        IllegalStateException thrown = new IllegalStateException("handler");

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {});
            job.invokeOnCompletion(with -> {
                throw thrown;
            });
            job.invokeOnCompletion(with -> loop.log("second handler " + with));
            return null;
        });

        assertEquals(List.of("0 ms: second handler null"), loop.log);
        assertEquals(List.of(thrown), logged);
    }
}
