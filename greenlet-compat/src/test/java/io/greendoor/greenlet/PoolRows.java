package io.greendoor.greenlet;

import static io.greendoor.greenlet.CrossThreadRow.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.greendoor.greenlet.CrossThreadRow.Play;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntSupplier;

/** Pools and piles: any thread may use them; what is spawned runs on the loop of whoever spawns it. */
final class PoolRows {

    private PoolRows() {}

    static List<CrossThreadRow> all() {
        List<CrossThreadRow> rows = new ArrayList<>(greenPools());
        rows.addAll(maps());
        rows.addAll(pools());
        rows.addAll(tpools());
        return rows;
    }

    /** A pool for one green thread, of which one of the owner's takes the place until {@code end} is sent. */
    @Suspendable
    private static GreenPool full(Event<Void> end) {
        GreenPool pool = new GreenPool(1);
        pool.spawn(() -> {
            end.await();
        });
        Eventlet.sleep();
        return pool;
    }

    private static List<CrossThreadRow> greenPools() {
        return List.of(
                row("GreenPool.spawn(Callable)", () -> {
                    Event<Void> end = new Event<>();
                    GreenPool pool = full(end);
                    return Play.call(() -> pool.spawn(() -> Scheduler.current().threadName())
                                    .await())
                            .whileItWaits(() -> end.send(null))
                            .returns(Caller.NAME)
                            .then(() -> pool.waitAll());
                }),
                row("GreenPool.spawn(Task)", () -> {
                    Event<Void> end = new Event<>();
                    GreenPool pool = full(end);
                    List<String> ran = new ArrayList<>();
                    return Play.run(() -> pool.spawn(() -> {
                                        ran.add("task");
                                    })
                                    .await())
                            .whileItWaits(() -> end.send(null))
                            .then(() -> assertEquals(List.of("task"), ran));
                }),
                row("GreenPool.spawnN(Task)", () -> {
                    Event<Void> end = new Event<>();
                    GreenPool pool = full(end);
                    Event<String> ran = new Event<>();
                    return Play.call(() -> {
                                pool.spawnN(() -> ran.send("task"));
                                return ran.await();
                            })
                            .whileItWaits(() -> end.send(null))
                            .returns("task");
                }),
                row("GreenPool.waitAll()", () -> {
                    Event<Void> end = new Event<>();
                    GreenPool pool = full(end);
                    return Play.run(() -> pool.waitAll()).whileItWaits(() -> end.send(null));
                }),
                row("GreenPool.resize(int)", () -> {
                    GreenPool pool = new GreenPool(0);
                    GreenThread<String> spawner =
                            Eventlet.spawn(() -> pool.spawn(() -> "spawned").await());
                    Eventlet.sleep();
                    return Play.run(() -> pool.resize(1)).then(() -> assertEquals("spawned", spawner.await()));
                }),
                row("GreenPool.running(); GreenPool.free(); GreenPool.waiting()", () -> {
                    Event<Void> end = new Event<>();
                    GreenPool pool = full(end);
                    return Play.call(() -> List.of(pool.running(), pool.free(), pool.waiting()))
                            .returns(List.of(1, 0, 0))
                            .then(() -> end.send(null));
                }));
    }

    private static List<CrossThreadRow> maps() {
        return List.of(
                row("GreenPool.imap(Function,Iterable)", () -> {
                    GreenPool pool = new GreenPool(2);
                    Iterator<Integer> results = pool.imap((Integer item) -> 10 * item, List.of(1, 2, 3))
                            .iterator();
                    return Play.call(() -> rest(results))
                            .returns(List.of(10, 20, 30))
                            .then(() -> pool.waitAll());
                }),
                row("GreenPool.starmap(Function,Iterable)", () -> {
                    GreenPool pool = new GreenPool(2);
                    return Play.call(() -> rest(pool.starmap(args -> args.size(), List.of(Args.of(), Args.of(1, 2)))
                                    .iterator()))
                            .returns(List.of(0, 2));
                }),
                row("GreenPile.spawn(Callable)", () -> {
                    Event<Void> end = new Event<>();
                    GreenPile<String> pile = new GreenPile<>(full(end));
                    return Play.call(() -> {
                                pile.spawn(() -> "result");
                                return rest(pile.iterator());
                            })
                            .whileItWaits(() -> end.send(null))
                            .returns(List.of("result"));
                }),
                row("GreenPile.iterator()", () -> {
                    Event<String> end = new Event<>();
                    GreenPile<String> pile = new GreenPile<>();
                    pile.spawn(() -> end.await());
                    return Play.call(() -> rest(pile.iterator()))
                            .whileItWaits(() -> end.send("result"))
                            .returns(List.of("result"));
                }));
    }

    @Suspendable
    private static <T> List<T> rest(Iterator<T> results) {
        List<T> all = new ArrayList<>();
        while (results.hasNext()) {
            all.add(results.next());
        }
        return all;
    }

    private static List<CrossThreadRow> pools() {
        return List.of(
                row("Pool.get()", () -> {
                    Pool<String> pool = new Pool<>(1, 1, () -> "thing");
                    String thing = pool.get();
                    return Play.call(() -> pool.get())
                            .whileItWaits(() -> pool.put(thing))
                            .returns("thing");
                }),
                row("Pool.put(Object)", () -> {
                    Pool<String> pool = new Pool<>(0, 1, () -> "thing");
                    String thing = pool.get();
                    GreenThread<String> waiter = Eventlet.spawn(() -> pool.get());
                    Eventlet.sleep();
                    return Play.run(() -> pool.put(thing)).then(() -> assertEquals("thing", waiter.await()));
                }),
                row("Pool.item(); Item.get()", () -> {
                    Pool<String> pool = new Pool<>(1, 1, () -> "thing");
                    Pool.Item<String> item = pool.item();
                    return Play.call(() -> pool.item().get())
                            .whileItWaits(item::close)
                            .returns("thing");
                }),
                row("Item.close()", () -> {
                    Pool<String> pool = new Pool<>(1, 1, () -> "thing");
                    Pool.Item<String> item = pool.item();
                    GreenThread<String> waiter = Eventlet.spawn(() -> pool.get());
                    Eventlet.sleep();
                    return Play.run(item::close).then(() -> assertEquals("thing", waiter.await()));
                }),
                row("Pool.resize(int); Pool.free(); Pool.waiting()", () -> {
                    Pool<String> pool = new Pool<>(0, 0, () -> "thing");
                    GreenThread<String> waiter = Eventlet.spawn(() -> pool.get());
                    Eventlet.sleep();
                    return Play.call(() -> {
                                List<Integer> seen = List.of(pool.free(), pool.waiting());
                                pool.resize(1);
                                return seen;
                            })
                            .returns(List.of(0, 1))
                            .then(() -> assertEquals("thing", waiter.await()));
                }));
    }

    private static List<CrossThreadRow> tpools() {
        return List.of(
                row("Tpool.execute(Callable)", () -> {
                    Event<String> asked = new Event<>();
                    return Play.call(() -> Tpool.execute(() -> asked.await()))
                            .whileItWaits(() -> asked.send("answer"))
                            .returns("answer");
                }),
                row("Tpool.proxy(Class,Object)", () -> {
                    IntSupplier target = () -> 7;
                    return Play.call(
                                    () -> Tpool.proxy(IntSupplier.class, target).getAsInt())
                            .returns(7);
                }),
                row("Tpool.setThreads(int); Tpool.killAll()", () -> {
                    Event<String> asked = new Event<>();
                    GreenThread<String> job = Eventlet.spawn(() -> Tpool.execute(() -> asked.await()));
                    Eventlet.sleep();
                    return Play.run(() -> {
                                Tpool.setThreads(20);
                                Tpool.killAll();
                            })
                            .whileItWaits(() -> asked.send("the last one"))
                            .then(() -> assertSame("the last one", job.await()));
                }));
    }
}
