package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletThreadsTest {
    @Test
    void everyThreadHasItsOwnRoot() throws Exception {
        assertNotSame(Greenlet.getCurrent(), OtherThread.run(Greenlet::getCurrent));
    }

    @Test
    void aSuspendedGreenletOfAnotherThreadIsRefused() throws Exception {
        try (ForeignGreenlet foreign = new ForeignGreenlet("the-owner", GreenletThreadsTest::suspended)) {
            Greenlet greenlet = foreign.get();

            assertDifferentThread("the-owner", () -> greenlet.switchTo("value"));
            assertDifferentThread("the-owner", () -> greenlet.throwTo(new IllegalStateException("boom")));
            assertDifferentThread("the-owner", greenlet::throwTo);
            assertTrue(greenlet.isActive());
        }
    }

    @Test
    void theRootOfAnotherThreadIsRefused() throws Exception {
        try (ForeignGreenlet foreign = new ForeignGreenlet("the-owner", Greenlet::getCurrent)) {
            Greenlet root = foreign.get();

            assertDifferentThread("the-owner", root::switchTo);
            assertDifferentThread("the-owner", root::throwTo);
        }
    }

    @Test
    void anUnstartedGreenletOfAnotherThreadIsRefusedAndStaysUnstarted() throws Exception {
        try (ForeignGreenlet foreign = new ForeignGreenlet("the-owner", () -> new Greenlet(args -> "ran"))) {
            Greenlet greenlet = foreign.get();

            assertDifferentThread("the-owner", greenlet::switchTo);
            assertFalse(greenlet.isActive());
            assertFalse(greenlet.isDead());
        }
    }

    @Test
    void aDeadGreenletOfAnotherThreadIsRefused() throws Exception {
        try (ForeignGreenlet foreign = new ForeignGreenlet("the-owner", () -> {
            Greenlet dead = new Greenlet(args -> null);
            dead.switchTo();
            return dead;
        })) {
            Greenlet greenlet = foreign.get();

            assertDifferentThread("the-owner", greenlet::switchTo);
        }
    }

    @Test
    void aParentOfAnotherThreadIsRefusedAtTheFirstSwitch() throws Exception {
        try (ForeignGreenlet foreign = new ForeignGreenlet("the-owner", Greenlet::getCurrent)) {
            Greenlet greenlet = new Greenlet(args -> "ran", foreign.get());

            assertDifferentThread("the-owner", greenlet::switchTo);
            assertFalse(greenlet.isDead());
            greenlet.setParent(Greenlet.getCurrent());
            assertEquals("ran", greenlet.switchTo());
        }
    }

    @Test
    void theRefusalArrivesInTheGreenletThatSwitched() throws Exception {
        try (ForeignGreenlet foreign = new ForeignGreenlet("the-owner", GreenletThreadsTest::suspended)) {
            Greenlet target = foreign.get();
            Greenlet caller = new Greenlet(args -> {
                try {
                    return target.switchTo();
                } catch (GreenletError refusal) {
                    return "caught";
                }
            });

            assertEquals("caught", caller.switchTo());
        }
    }

    @Test
    void anUnstartedGreenletMovesToTheThreadOfItsNewParent() throws Exception {
        Greenlet greenlet = new Greenlet(args -> "ran with " + args.value());

        Object answer = OtherThread.run(() -> {
            greenlet.setParent(Greenlet.getCurrent());
            return greenlet.switchTo("value");
        });

        assertEquals("ran with value", answer);
        assertTrue(greenlet.isDead());
    }

    @Test
    void twoThreadsSwitchAtOnce() throws Exception {
        CyclicBarrier bothInside = new CyclicBarrier(2);
        OtherThread<List<String>> other = OtherThread.start("other", () -> pingPong("other", bothInside));

        List<String> here = pingPong("here", bothInside);

        assertEquals(List.of("here 0", "main here 0", "here 1", "main here 1", "here 2", "main here 2"), here);
        assertEquals(
                List.of("other 0", "main other 0", "other 1", "main other 1", "other 2", "main other 2"), other.join());
    }

    @Test
    void whenItsThreadEndsASuspendedGreenletIsDeadAtOnce() throws Exception {
        Greenlet greenlet = OtherThread.run(GreenletThreadsTest::suspended);

        assertTrue(greenlet.isDead());
        assertFalse(greenlet.isActive());
        assertEquals(0, greenlet.stackTrace().length);
        assertTrue(greenlet.toString().contains("dead"), greenlet.toString());
        assertExited(greenlet::switchTo);
        assertExited(greenlet::throwTo);
        assertExited(() -> greenlet.throwTo(new IllegalStateException("boom")));
    }

    @Test
    void whenItsThreadEndsTheRootIsDead() throws Exception {
        Greenlet root = OtherThread.run(Greenlet::getCurrent);

        assertTrue(root.isDead());
        assertExited(root::switchTo);
    }

    @Test
    void whenItsThreadEndsAnUnstartedGreenletIsRefusedButNotDead() throws Exception {
        Greenlet greenlet = OtherThread.run(() -> new Greenlet(args -> "ran"));

        assertFalse(greenlet.isDead());
        assertFalse(greenlet.isActive());
        assertExited(greenlet::switchTo);
    }

    @Test
    void whenItsThreadEndsFinallyBlocksRun() throws Exception {
        CountDownLatch cleaned = new CountDownLatch(3);
        List<Greenlet> greenlets = new ArrayList<>(); // one that nobody can reach may be collected, and is not told

        OtherThread.run(() -> {
            Greenlet root = Greenlet.getCurrent();
            for (int i = 0; i < 3; i++) {
                Greenlet greenlet = new Greenlet(args -> {
                    try {
                        return root.switchTo();
                    } finally {
                        cleaned.countDown();
                    }
                });
                greenlets.add(greenlet);
                greenlet.switchTo();
            }
            return null;
        });

        assertTrue(cleaned.await(10, TimeUnit.SECONDS), () -> cleaned.getCount() + " finally blocks did not run");
        assertTrue(greenlets.stream().allMatch(Greenlet::isDead));
    }

    @Test
    void whenItsThreadEndsAWaitingGreenThreadIsUnwound() throws Exception {
        CountDownLatch cleaned = new CountDownLatch(1);

        GreenThread<Void> waiting = OtherThread.run(() -> {
            Event<Void> never = new Event<>();
            GreenThread<Void> thread = Eventlet.spawn(() -> {
                try {
                    never.await();
                } finally {
                    cleaned.countDown();
                }
            });
            Eventlet.sleep();
            return thread;
        });

        assertTrue(waiting.isDead());
        OtherThread.await(cleaned);
    }

    private static List<String> pingPong(String name, CyclicBarrier bothInside) throws Exception {
        List<String> log = new ArrayList<>();
        Greenlet root = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            for (int i = 0; ; i++) {
                bothInside.await(10, TimeUnit.SECONDS);
                log.add(name + " " + i);
                root.switchTo(name + " " + i);
            }
        });
        for (int i = 0; i < 3; i++) {
            log.add("main " + greenlet.switchTo());
        }
        return log;
    }

    private static Greenlet suspended() {
        Greenlet root = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> root.switchTo());
        greenlet.switchTo();
        return greenlet;
    }

    private static void assertDifferentThread(String owner, Executable use) {
        String message = assertThrows(GreenletError.class, use).getMessage();
        for (String part : List.of("different thread", "current", "expected", FreshLoop.THREAD_NAME, owner)) {
            assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
        }
    }

    private static void assertExited(Executable use) {
        String message = assertThrows(GreenletError.class, use).getMessage();
        assertTrue(message.contains("exited"), message);
    }
}
