package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The library keeps no greenlet alive that nobody else can reach. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletCollectionTest {
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    @Test
    void aSuspendedGreenletNobodyReferencesIsCollectable() throws Exception {
        assumeTrue(suspendedStacksAreCollectable(), "here the JDK itself references every suspended thread");
        WeakReference<Object> greenlet = suspendAndDrop();

        assertCollected(greenlet);
    }

    @Test
    void anUnstartedGreenletIsCollectable() throws Exception {
        assertCollected(createAndDrop());
    }

    @Test
    void aDeadGreenletIsCollectable() throws Exception {
        assertCollected(finishAndDrop());
    }

    @Test
    void aGreenletThatThrewIsCollectable() throws Exception {
        assertCollected(failAndDrop());
    }

    @Test
    void aFinishedGreenThreadIsCollectable() throws Exception {
        assertCollected(awaitAndDrop());
    }

    @Test
    void aFinishedGreenThreadDoesNotKeepTheBodyThatItWasGiven() throws Exception {
        GreenThread<Object> thread = Eventlet.spawn(() -> null);
        assertCollected(giveAndAwait(thread));
        assertTrue(thread.isDead());
    }

    /** W-E11. */
    @Test
    void aGreenThreadThatThrewIsCollectableAlsoWhileSomebodyHasItsException() throws Exception {
        List<Throwable> kept = new ArrayList<>();

        assertCollected(awaitFailureAndDrop(kept));

        assertTrue(kept.get(0).getMessage().equals("boom"));
    }

    /** W-E11. */
    @Test
    void aPileKeepsResultsOnlyAndNothingOfWhatItsTasksHeld() throws Exception {
        GreenPile<String> pile = new GreenPile<>();

        assertCollected(pileAndDrop(pile));

        List<String> results = new ArrayList<>();
        pile.forEach(results::add);
        assertTrue(results.equals(List.of("result")), results::toString);
    }

    @Test
    void aSuspendedGreenletSomebodyReferencesStays() throws Exception {
        Greenlet root = Greenlet.getCurrent();
        Greenlet kept = new Greenlet(args -> root.switchTo());
        kept.switchTo();
        WeakReference<Object> watched = new WeakReference<>(kept, collected);

        assertCollected(finishAndDrop());

        assertSame(kept, watched.get());
        assertSame(root, kept.parent());
    }

    // Each of these is a method of its own, so that no local variable of the test keeps the greenlet.

    private WeakReference<Object> suspendAndDrop() {
        Greenlet root = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> root.switchTo());
        greenlet.switchTo();
        return new WeakReference<>(greenlet, collected);
    }

    private WeakReference<Object> createAndDrop() {
        return new WeakReference<>(new Greenlet(args -> null), collected);
    }

    private WeakReference<Object> giveAndAwait(GreenThread<Object> thread) {
        Object[] held = {""};
        Body body = args -> held[0];
        thread.setRun(body);
        thread.await();
        return new WeakReference<>(body, collected);
    }

    private WeakReference<Object> finishAndDrop() {
        Greenlet root = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> root.switchTo());
        greenlet.switchTo();
        greenlet.switchTo();
        assertTrue(greenlet.isDead());
        return new WeakReference<>(greenlet, collected);
    }

    private WeakReference<Object> failAndDrop() {
        Greenlet greenlet = new Greenlet(args -> {
            throw new IllegalStateException("boom");
        });
        List<Throwable> caught = new ArrayList<>();
        try {
            greenlet.switchTo();
        } catch (IllegalStateException expected) {
            caught.add(expected);
        }
        assertTrue(greenlet.isDead() && caught.size() == 1);
        return new WeakReference<>(greenlet, collected);
    }

    private WeakReference<Object> awaitAndDrop() {
        GreenThread<String> thread = Eventlet.spawn(() -> {
            Eventlet.sleep();
            return "value";
        });
        thread.await();
        Eventlet.sleep();
        return new WeakReference<>(thread, collected);
    }

    private WeakReference<Object> awaitFailureAndDrop(List<Throwable> kept) {
        GreenThread<String> thread = Eventlet.spawn(() -> {
            throw new IllegalStateException("boom");
        });
        try {
            thread.await();
        } catch (IllegalStateException expected) {
            kept.add(expected);
        }
        Eventlet.sleep();
        return new WeakReference<>(thread, collected);
    }

    private WeakReference<Object> pileAndDrop(GreenPile<String> pile) {
        byte[] large = new byte[1000];
        pile.spawn(() -> {
            Eventlet.sleep();
            return large.length > 0 ? "result" : "none";
        });
        Eventlet.sleep();
        Eventlet.sleep();
        return new WeakReference<>(large, collected);
    }

    private void assertCollected(WeakReference<Object> dropped) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (dropped.get() != null && System.nanoTime() - deadline < 0) {
            System.gc();
            Reference<?> notice = collected.remove(50);
            if (notice == dropped) {
                return;
            }
        }
        assertTrue(dropped.refersTo(null), "something still references the greenlet");
    }

    // A platform thread is a root of the collector; of the virtual ones the JDK keeps a set unless told not to.
    private static boolean suspendedStacksAreCollectable() {
        boolean virtual = Runtime.version().feature() >= 21;
        return switch (System.getProperty("greendoor.engine", "")) {
            case "quasar" -> true;
            case "thread" -> virtual && "false".equals(System.getProperty("jdk.trackAllThreads"));
            default -> virtual;
        };
    }
}
