package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callbacks that a green thread runs when it finishes. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class LinkTest {
    private final List<String> log = new ArrayList<>();
    private final Event<String> go = new Event<>();

    @Test
    void linksRunInTheFinishingThreadBeforeItsWaitersResume() {
        GreenThread<String> thread = Eventlet.spawn(() -> go.await());
        GreenThread<Void> waiter = Eventlet.spawn(() -> {
            log.add("waiter " + thread.await());
        });
        thread.link(done -> log.add("link 1 " + done.await() + ", current " + (Greenlet.getCurrent() == done)));
        thread.link(done -> log.add("link 2 same " + (done == thread) + ", dead " + done.isDead()));
        Eventlet.sleep();

        go.send("value");
        waiter.await();

        assertEquals(List.of("link 1 value, current true", "link 2 same true, dead false", "waiter value"), log);
    }

    @Test
    void linksRunWhenTheThreadThrows() {
        IllegalStateException boom = new IllegalStateException("boom");
        GreenThread<Object> thread = Eventlet.spawn(() -> {
            throw boom;
        });
        thread.link(done -> {
            try {
                done.await();
            } catch (IllegalStateException caught) {
                log.add("link caught " + (caught == boom));
            }
        });

        assertSame(boom, assertThrows(Throwable.class, thread::await));
        assertEquals(List.of("link caught true"), log);
    }

    @Test
    void aLinkOnAFinishedThreadRunsAtOnceInTheCaller() {
        Greenlet main = Greenlet.getCurrent();
        GreenThread<String> thread = Eventlet.spawn(() -> "value");
        thread.await();
        Eventlet.sleep();

        log.add("before");
        thread.link(done -> log.add("link " + done.await() + ", in caller " + (Greenlet.getCurrent() == main)));
        log.add("after");

        assertEquals(List.of("before", "link value, in caller true", "after"), log);
    }

    @Test
    void linksAddedByLinksRunToo() {
        GreenThread<String> thread = Eventlet.spawn(() -> "value");
        thread.link(done -> {
            log.add("outer");
            done.link(again -> log.add("inner " + again.await()));
        });
        thread.link(done -> log.add("second"));

        thread.await();

        assertEquals(3, log.size(), log::toString);
        assertEquals("outer", log.get(0));
        assertTrue(log.containsAll(List.of("inner value", "second")), log::toString);
    }

    @Test
    void linksAddedByLinksDoNotDeepenTheStack() {
        GreenThread<String> thread = Eventlet.spawn(() -> "value");
        thread.link(new Consumer<>() {
            private int left = 20_000;

            @Override
            public void accept(GreenThread<String> done) {
                left--;
                if (left > 0) {
                    done.link(this);
                } else {
                    log.add("the last one");
                }
            }
        });

        assertEquals("value", thread.await());
        assertEquals(List.of("the last one"), log);
    }

    @Test
    void anExceptionInALinkDropsNoOtherAndNotTheResult() {
        GreenThread<String> thread = Eventlet.spawn(() -> "value");
        thread.link(done -> log.add("first"));
        thread.link(done -> {
            throw new IllegalStateException("expected: a link that fails");
        });
        thread.link(done -> log.add("third"));
        thread.link(done -> {
            throw new AssertionError("expected: a link that fails with an error");
        });
        thread.link(done -> log.add("fifth"));

        assertEquals("value", thread.await());
        assertEquals(List.of("first", "third", "fifth"), log);
        assertEquals("value", thread.await());
    }

    @Test
    void anUnlinkedCallbackDoesNotRun() {
        Consumer<GreenThread<String>> removed = done -> log.add("removed");
        Consumer<GreenThread<String>> kept = done -> log.add("kept");
        GreenThread<String> thread = Eventlet.spawn(() -> "value");
        thread.link(removed);
        thread.link(kept);

        assertTrue(thread.unlink(removed));
        assertFalse(thread.unlink(removed));
        assertFalse(thread.unlink(done -> log.add("never linked")));
        thread.await();

        assertEquals(List.of("kept"), log);
        assertFalse(thread.unlink(kept));
    }

    @Test
    void aLinkRunsForAThreadKilledBeforeItsStart() {
        GreenThread<Void> thread = Eventlet.spawn(() -> {
            log.add("ran");
        });
        thread.link(done -> log.add("link"));

        thread.kill();

        assertThrows(GreenletExit.class, thread::await);
        assertEquals(List.of("link"), log);
    }

    @Test
    void nullIsRefused() {
        GreenThread<String> thread = Eventlet.spawn(() -> "value");

        assertThrows(NullPointerException.class, () -> thread.link(null));
        assertEquals("value", thread.await());
        assertThrows(NullPointerException.class, () -> thread.link(null));
    }
}
