package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.acme.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class InterpretersTest {

    /** Its static block is what runs the server. */
    private static final class Main {
        @SuppressWarnings("unused") // read by reflection
        private static final Map<String, Order> ALL = new HashMap<>();

        static {
            MAIN.complete(new Main());
            OVER.join();
        }
    }

    private static final CompletableFuture<Object> MAIN = new CompletableFuture<>();
    private static final CompletableFuture<Object> OVER = new CompletableFuture<>();

    @Test
    void theSessionsOfADoorWaitForAClassOnce() throws Exception {
        Thread server = new Thread(Main::new);
        server.start();
        Map<String, Object> locals = Map.of("main", MAIN.get(), "map", new HashMap<>());
        try (Interpreters door = new Interpreters(getClass().getClassLoader(), List.of(), Runnable::run)) {
            for (int i = 0; i < 3; i++) {
                try (JShellInterpreter each =
                        door.take(ForkJoinPool.commonPool()).join()) {
                    each.bind(new HashMap<>(locals));
                    each.eval("map", Callable::call);
                }
            }
            assertEquals(1, Threads.named("greendoor-statics").size());
        } finally {
            OVER.complete("");
            server.join();
        }
        Await.until(() -> Threads.named("greendoor-statics").isEmpty(), () -> "it reads on");
    }
}
