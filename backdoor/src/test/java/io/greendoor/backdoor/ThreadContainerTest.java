package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which executor or scope a virtual thread was started in. */
@Timeout(60)
class ThreadContainerTest {

    private static final String DUMP = """
            {
              "threadDump": {
                "threadContainers": [
                  {
                    "container": "<root>",
                    "parent": null,
                    "owner": null,
                    "threads": [
                     {
                       "tid": "1",
                       "name": "\\"container\\": \\"x\\"",
                       "stack": [
                          "java.base\\/java.lang.Object.wait0(Native Method)"
                       ]
                     }
                    ],
                    "threadCount": "1"
                  },
                  {
                    "container": "pool\\/java.util.concurrent.ThreadPerTaskExecutor@409bf450",
                    "parent": "<root>",
                    "owner": null,
                    "threads": [
                     {
                       "tid": "23"
                     }
                    ]
                  },
                  {
                    "container": "java.util.concurrent.StructuredTaskScopeImpl@1",
                    "parent": "<root>",
                    "owner": 1,
                    "threads": [
                     {
                       "tid": 25,
                       "virtual": true
                     }
                    ]
                  }
                ]
              }
            }
            """;

    private static @Nullable ThreadContainer read(long thread) throws IOException {
        return ThreadContainer.of(thread, new BufferedReader(new StringReader(DUMP)));
    }

    @Test
    void theExecutorOrTheScopeWithItsOwnerIsRead() throws IOException {
        assertEquals(new ThreadContainer("pool/java.util.concurrent.ThreadPerTaskExecutor@409bf450", -1), read(23));
        assertEquals(new ThreadContainer("java.util.concurrent.StructuredTaskScopeImpl@1", 1), read(25));
    }

    @Test
    void oneThatIsInNoneOrHasEndedHasNone() throws IOException {
        assertNull(read(1));
        assertNull(read(2));
    }

    @Test
    void whereTellsTheExecutorOfAVirtualThread() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "there are no virtual threads before");
        CompletableFuture<Long> number = new CompletableFuture<>();
        CountDownLatch over = new CountDownLatch(1);
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        try (ProcessFixture process = new ProcessFixture()) {
            Future<?> job = executor.submit(() -> {
                number.complete(Thread.currentThread().getId());
                Await.latch(over);
                return null;
            });
            String where = process.type("where v" + number.get());
            over.countDown();
            job.get();
            assertTrue(where.contains("\nstarted in java.util.concurrent.ThreadPerTaskExecutor@"), where);
        } finally {
            executor.shutdown();
        }
    }
}
