package io.greendoor.greenlet;

import static io.greendoor.greenlet.CrossThreadRow.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.greendoor.greenlet.CrossThreadRow.Play;
import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Events, semaphores, queues: any thread may use them. */
final class SharedRows {

    private static final Duration LONG = Duration.ofSeconds(30);

    private SharedRows() {}

    static List<CrossThreadRow> all() {
        List<CrossThreadRow> rows = new ArrayList<>(events());
        rows.addAll(semaphores());
        rows.addAll(cappedSemaphores());
        for (int kind = 0; kind < 3; kind++) {
            rows.addAll(queues(kind));
        }
        return rows;
    }

    /** A green thread of the owner's that waits for it by now. */
    @Suspendable
    private static <T> GreenThread<T> waiting(Callable<T> call) {
        GreenThread<T> waiter = Eventlet.spawn(call);
        Eventlet.sleep();
        return waiter;
    }

    private static List<CrossThreadRow> events() {
        IllegalStateException boom = new IllegalStateException("boom");
        return List.of(
                row("Event.send(Object)", () -> {
                    Event<String> event = new Event<>();
                    GreenThread<String> waiter = waiting(() -> event.await());
                    return Play.run(() -> event.send("sent")).then(() -> assertEquals("sent", waiter.await()));
                }),
                row("Event.sendException(Throwable)", () -> {
                    Event<String> event = new Event<>();
                    GreenThread<Throwable> waiter = waiting(() -> {
                        try {
                            return new AssertionError(event.await());
                        } catch (IllegalStateException thrown) {
                            return thrown;
                        }
                    });
                    return Play.run(() -> event.sendException(boom)).then(() -> assertSame(boom, waiter.await()));
                }),
                row("Event.await()", () -> {
                    Event<String> event = new Event<>();
                    return Play.call(() -> event.await())
                            .whileItWaits(() -> event.send("sent"))
                            .returns("sent");
                }),
                row("Event.await(Duration)", () -> {
                    Event<String> event = new Event<>();
                    return Play.call(() -> event.await(LONG))
                            .whileItWaits(() -> event.send("sent"))
                            .returns("sent");
                }),
                row(
                        "Event.ready(); Event.hasResult(); Event.hasException(); Event.poll(); Event.poll(Object);"
                                + " Event.reset()",
                        () -> {
                            Event<String> event = new Event<>();
                            event.send("sent");
                            return Play.call(() -> {
                                        List<Object> seen = new ArrayList<>(List.of(
                                                event.ready(), event.hasResult(), event.hasException(), event.poll()));
                                        event.reset();
                                        seen.add(event.poll("not ready"));
                                        return seen;
                                    })
                                    .returns(List.of(true, true, false, "sent", "not ready"));
                        }));
    }

    private static List<CrossThreadRow> semaphores() {
        return List.of(
                row("GreenSemaphore.release()", () -> {
                    GreenSemaphore semaphore = new GreenBoundedSemaphore(1);
                    semaphore.acquire();
                    GreenThread<Void> waiter = waiting(acquiring(semaphore));
                    return Play.run(semaphore::release).then(waiter::await);
                }),
                row("GreenSemaphore.acquire()", () -> {
                    GreenSemaphore semaphore = new GreenSemaphore(0);
                    return Play.run(() -> semaphore.acquire())
                            .whileItWaits(semaphore::release)
                            .then(() -> assertEquals(0, semaphore.balance()));
                }),
                row("GreenSemaphore.acquire(Duration)", () -> {
                    GreenSemaphore semaphore = new GreenSemaphore(0);
                    return Play.call(() -> semaphore.acquire(LONG))
                            .whileItWaits(semaphore::release)
                            .returns(true);
                }),
                row(
                        "GreenSemaphore.tryAcquire(); GreenSemaphore.locked(); GreenSemaphore.bounded();"
                                + " GreenSemaphore.balance()",
                        () -> {
                            GreenSemaphore semaphore = new GreenSemaphore(1);
                            return Play.call(() -> List.of(
                                            semaphore.tryAcquire(),
                                            semaphore.locked(),
                                            semaphore.bounded(),
                                            semaphore.balance()))
                                    .returns(List.of(true, true, false, 0));
                        }));
    }

    private static Callable<Void> acquiring(GreenSemaphore semaphore) {
        return () -> {
            semaphore.acquire();
            return null;
        };
    }

    private static List<CrossThreadRow> cappedSemaphores() {
        return List.of(
                row("GreenCappedSemaphore.release()", () -> {
                    GreenCappedSemaphore semaphore = new GreenCappedSemaphore(1, 1);
                    return Play.run(() -> semaphore.release())
                            .whileItWaits(() -> semaphore.acquire())
                            .then(() -> assertEquals(1, semaphore.balance()));
                }),
                row("GreenCappedSemaphore.tryRelease()", () -> {
                    GreenCappedSemaphore semaphore = new GreenCappedSemaphore(0, 0);
                    GreenThread<Boolean> waiter = waiting(() -> semaphore.acquire(LONG));
                    return Play.call(semaphore::tryRelease)
                            .returns(true)
                            .then(() -> assertEquals(true, waiter.await()));
                }),
                row("GreenCappedSemaphore.acquire()", () -> {
                    GreenCappedSemaphore semaphore = new GreenCappedSemaphore(0, 0);
                    return Play.run(() -> semaphore.acquire()).whileItWaits(() -> semaphore.release());
                }),
                row("GreenCappedSemaphore.acquire(Duration)", () -> {
                    GreenCappedSemaphore semaphore = new GreenCappedSemaphore(0, 1);
                    return Play.call(() -> semaphore.acquire(LONG))
                            .whileItWaits(() -> semaphore.release())
                            .returns(true);
                }),
                row(
                        "GreenCappedSemaphore.tryAcquire(); GreenCappedSemaphore.locked(); GreenCappedSemaphore.bounded();"
                                + " GreenCappedSemaphore.balance()",
                        () -> {
                            GreenCappedSemaphore semaphore = new GreenCappedSemaphore(1, 1);
                            return Play.call(() -> List.of(
                                            semaphore.tryAcquire(),
                                            semaphore.locked(),
                                            semaphore.bounded(),
                                            semaphore.balance()))
                                    .returns(List.of(true, true, false, -1));
                        }));
    }

    private static GreenQueue<String> queue(int kind, int maxsize) {
        return kind == 0
                ? new GreenQueue<>(maxsize)
                : kind == 1 ? new GreenPriorityQueue<>(maxsize) : new GreenLifoQueue<>(maxsize);
    }

    private static List<CrossThreadRow> queues(int kind) {
        List<CrossThreadRow> rows = new ArrayList<>(puts(kind));
        rows.addAll(gets(kind));
        rows.add(row("GreenQueue.taskDone()", () -> {
            GreenQueue<String> queue = filled(kind);
            GreenThread<Void> waiter = waiting(() -> {
                queue.join();
                return null;
            });
            return Play.run(queue::taskDone).then(waiter::await);
        }));
        rows.add(row("GreenQueue.join()", () -> {
            GreenQueue<String> queue = filled(kind);
            return Play.run(() -> queue.join()).whileItWaits(queue::taskDone);
        }));
        rows.add(row(
                "GreenQueue.qsize(); GreenQueue.empty(); GreenQueue.full(); GreenQueue.putting(); GreenQueue.getting();"
                        + " GreenQueue.unfinishedTasks()",
                () -> {
                    GreenQueue<String> queue = filled(kind);
                    return Play.call(() -> List.of(
                                    queue.qsize(),
                                    queue.empty(),
                                    queue.full(),
                                    queue.putting(),
                                    queue.getting(),
                                    queue.unfinishedTasks()))
                            .returns(List.of(1, false, true, 0, 0, 1));
                }));
        return rows;
    }

    /** One with room for one item, and that in it. */
    private static GreenQueue<String> filled(int kind) {
        GreenQueue<String> queue = queue(kind, 1);
        queue.putNowait("first");
        return queue;
    }

    private static List<CrossThreadRow> puts(int kind) {
        return List.of(
                row("GreenQueue.put(Object)", () -> {
                    GreenQueue<String> queue = queue(kind, 0);
                    return Play.run(() -> queue.put("item")).whileItWaits(() -> assertEquals("item", queue.get()));
                }),
                row("GreenQueue.put(Object,Duration)", () -> {
                    GreenQueue<String> queue = filled(kind);
                    return Play.run(() -> queue.put("second", LONG))
                            .whileItWaits(() -> assertEquals("first", queue.get()))
                            .then(() -> assertEquals("second", queue.getNowait()));
                }),
                row("GreenQueue.putNowait(Object)", () -> {
                    GreenQueue<String> queue = queue(kind, 0);
                    GreenThread<String> waiter = waiting(() -> queue.get());
                    return Play.run(() -> queue.putNowait("item")).then(() -> assertEquals("item", waiter.await()));
                }),
                row("GreenQueue.resize(int)", () -> {
                    GreenQueue<String> queue = filled(kind);
                    GreenThread<Void> waiter = waiting(() -> {
                        queue.put("second");
                        return null;
                    });
                    return Play.run(() -> queue.resize(2)).then(() -> {
                        waiter.await();
                        assertEquals(2, queue.qsize());
                    });
                }));
    }

    private static List<CrossThreadRow> gets(int kind) {
        return List.of(
                row("GreenQueue.get()", () -> {
                    GreenQueue<String> queue = queue(kind, 1);
                    return Play.call(() -> queue.get())
                            .whileItWaits(() -> queue.put("item"))
                            .returns("item");
                }),
                row("GreenQueue.get(Duration)", () -> {
                    GreenQueue<String> queue = queue(kind, 0);
                    return Play.call(() -> queue.get(LONG))
                            .whileItWaits(() -> queue.put("item"))
                            .returns("item");
                }),
                row("GreenQueue.getNowait()", () -> {
                    GreenQueue<String> queue = filled(kind);
                    GreenThread<Void> waiter = waiting(() -> {
                        queue.put("second");
                        return null;
                    });
                    return Play.call(queue::getNowait).returns("first").then(waiter::await);
                }));
    }
}
