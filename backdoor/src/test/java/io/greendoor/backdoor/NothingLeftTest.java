package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What remains of a session: nothing. */
class NothingLeftTest extends AtTheDoor {
    private static final String WORKERS = "greendoor-interpreter";

    private final Set<Thread> others = Threads.all(WORKERS); // of tests before this one; compilers cannot be stopped

    private void awaitNoWorkers() {
        Await.until(() -> workers().isEmpty(), () -> "there still are " + workers());
    }

    private Set<Thread> workers() {
        Set<Thread> workers = Threads.all(WORKERS);
        workers.removeAll(others);
        return workers;
    }

    private static void leave(DoorClient client) throws IOException {
        client.send("exit()\n");
        client.readToEnd();
        client.close();
    }

    /** As {@link Await#until}, collecting garbage meanwhile. */
    private static void awaitCollected(BooleanSupplier condition, Supplier<String> otherwise) {
        Await.until(
                () -> {
                    System.gc();
                    return condition.getAsBoolean();
                },
                otherwise);
    }

    private static WeakReference<ClassLoader> loaderOf(Object typed) {
        return new WeakReference<>(typed.getClass().getClassLoader());
    }

    @Test
    void noThreadRemainsOfASession() throws Exception {
        DoorClient client = door.client();
        client.type("1+1");

        leave(client);

        awaitNoWorkers();
    }

    @Test
    void noThreadRemainsOfClientsThatWentAtOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            door.connect().close();
        }

        awaitNoWorkers();
    }

    @Test
    void noThreadRemainsOfAClientThatWentWhileItsCommandWaited() throws Exception {
        DoorClient client = door.client();
        client.send("{ System.out.println(\"waiting\"); Eventlet.sleep(Duration.ofHours(1)); }\n");
        client.awaitUnread();

        client.reset();

        awaitNoWorkers();
    }

    @Test
    void noThreadRemainsOfADoorThatIsClosed() throws Exception {
        door.run(() -> {
            door.server().kill();
            return null;
        });

        awaitNoWorkers();
    }

    @Test
    void whatASessionTypedIsCollected() throws Exception {
        DoorClient client = door.client();
        client.type("class Typed { int n = 5; Runnable r = () -> System.out.println(n); }");
        client.type("locals.put(\"typed\", new Typed())");
        WeakReference<ClassLoader> loader = loaderOf(locals.remove("typed"));
        assertFalse(loader.refersTo(null));

        leave(client);

        awaitCollected(() -> loader.refersTo(null), () -> "the session's class loader is still there");
    }

    @Test
    void whatASessionTypedIsCollectedAfterItsServerWasKilledToo() throws Exception {
        DoorClient client = door.client();
        client.type("class Typed {}");
        client.type("locals.put(\"typed\", new Typed())");
        WeakReference<ClassLoader> loader = loaderOf(locals.remove("typed"));
        door.run(() -> {
            door.server().kill();
            return null;
        });

        client.reset();

        awaitCollected(() -> loader.refersTo(null), () -> "the session's class loader is still there");
    }

    @Test
    void descriptorsAreClosed() throws Exception {
        assumeTrue(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean);
        leave(door.client());
        awaitNoWorkers();
        long before = openDescriptors();

        for (int i = 0; i < 5; i++) {
            DoorClient client = door.client();
            client.type("1+1");
            leave(client);
        }
        door.connect().reset();

        Await.until(() -> openDescriptors() <= before, () -> openDescriptors() + " instead of " + before);
    }

    private static long openDescriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    @Test
    void theMapAndTheStreamsAreAsTheyWere() throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        DoorClient client = door.client();
        client.type("System.out.println(1)");
        client.type("int n = 1");

        leave(client);

        assertTrue(locals.isEmpty());
        assertSame(out, System.out);
        assertSame(err, System.err);
    }
}
