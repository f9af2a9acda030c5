package io.greendoor.greenlet;

import static io.greendoor.greenlet.CrossThreadRow.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.CrossThreadRow.Play;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;

/** What belongs to a thread: greenlets, green threads, sockets, graphs. Some of it may be asked from elsewhere. */
final class OwnedRows {

    private OwnedRows() {}

    static List<CrossThreadRow> all() {
        List<CrossThreadRow> rows = new ArrayList<>(greenThreads());
        rows.addAll(greenlets());
        rows.addAll(timeouts());
        rows.addAll(graphs());
        rows.addAll(sockets());
        rows.addAll(functions());
        return rows;
    }

    private static List<CrossThreadRow> greenThreads() {
        List<CrossThreadRow> rows = new ArrayList<>();
        rows.add(row("GreenThread.await()", () -> {
            Event<String> end = new Event<>();
            GreenThread<String> thread = Eventlet.spawn(() -> end.await());
            return Play.call(() -> thread.await())
                    .whileItWaits(() -> end.send("result"))
                    .returns("result");
        }));
        rows.add(row("GreenThread.link(Consumer); GreenThread.unlink(Consumer)", () -> {
            Event<String> end = new Event<>();
            GreenThread<String> thread = Eventlet.spawn(() -> end.await());
            Eventlet.sleep();
            List<Object> called = new ArrayList<>();
            Consumer<GreenThread<String>> link = ended -> called.add(Eventlet.getCurrent());
            Consumer<GreenThread<String>> taken = ended -> called.add("not taken back");
            return Play.call(() -> {
                        thread.link(link);
                        thread.link(taken);
                        return thread.unlink(taken);
                    })
                    .returns(true)
                    .then(() -> {
                        end.send("result");
                        thread.await();
                        assertEquals(List.of(thread), called);
                    });
        }));
        GreenletExit reason = new GreenletExit();
        rows.add(refusedOfAGreenThread("GreenThread.kill()", victim -> victim.kill()));
        rows.add(refusedOfAGreenThread("GreenThread.kill(Throwable)", victim -> victim.kill(reason)));
        rows.add(refusedOfAGreenThread("Eventlet.kill(Greenlet)", victim -> Eventlet.kill(victim)));
        rows.add(refusedOfAGreenThread("Eventlet.kill(Greenlet,Throwable)", victim -> Eventlet.kill(victim, reason)));
        rows.add(refusedOfAnUnstarted("GreenThread.cancel()", victim -> victim.cancel()));
        rows.add(refusedOfAnUnstarted("GreenThread.cancel(Throwable)", victim -> victim.cancel(reason)));
        return rows;
    }

    /** What is done to a green thread that waits, and goes on as if nothing had been. */
    private static CrossThreadRow refusedOfAGreenThread(String method, Consumer<GreenThread<String>> use) {
        return row(method, () -> {
            Event<String> end = new Event<>();
            GreenThread<String> victim = Eventlet.spawn(() -> end.await());
            Eventlet.sleep();
            return Play.run(() -> use.accept(victim))
                    .isRefusedBy(GreenletError.class)
                    .then(() -> {
                        end.send("unharmed");
                        assertEquals("unharmed", victim.await());
                    });
        });
    }

    private static CrossThreadRow refusedOfAnUnstarted(String method, Consumer<GreenThread<String>> use) {
        return row(method, () -> {
            GreenThread<String> victim = Eventlet.spawnAfter(Duration.ofHours(1), () -> "never");
            return Play.run(() -> use.accept(victim))
                    .isRefusedBy(GreenletError.class)
                    .then(() -> {
                        assertFalse(victim.isDead());
                        victim.cancel();
                    });
        });
    }

    private static List<CrossThreadRow> greenlets() {
        List<CrossThreadRow> rows = new ArrayList<>();
        rows.add(refusedOfAGreenlet("Greenlet.switchTo(Object[])", target -> target.switchTo("value")));
        rows.add(refusedOfAGreenlet("Greenlet.switchTo(Args)", target -> target.switchTo(Args.of("value"))));
        rows.add(refusedOfAGreenlet("Greenlet.throwTo()", Greenlet::throwTo));
        rows.add(refusedOfAGreenlet(
                "Greenlet.throwTo(Throwable)", target -> target.throwTo(new IllegalStateException("boom"))));
        rows.add(row(
                "Greenlet.isDead(); Greenlet.isActive(); Greenlet.parent(); Greenlet.toString();"
                        + " Greenlet.stackTrace()",
                () -> {
                    Greenlet root = Greenlet.getCurrent();
                    Greenlet greenlet = suspended(root);
                    return Play.call(() -> {
                                greenlet.stackTrace(); // of which other threads see something on some engines only
                                return List.of(
                                        greenlet.isDead(),
                                        greenlet.isActive(),
                                        greenlet.parent() == root,
                                        greenlet.toString().endsWith("suspended"));
                            })
                            .returns(List.of(false, true, true, true));
                }));
        rows.add(row("Greenlet.setParent(Greenlet); Greenlet.setRun(Body)", () -> {
            Greenlet parent = new Greenlet(args -> "the parent got " + args.value());
            Greenlet greenlet = new Greenlet();
            return Play.run(() -> {
                        greenlet.setParent(parent);
                        greenlet.setRun(args -> "a result");
                    })
                    .then(() -> assertEquals("the parent got a result", greenlet.switchTo()));
        }));
        rows.add(row("Greenlet.getCurrent(); Greenlet.setTrace(Trace); Greenlet.getTrace()", () -> {
            Greenlet here = Greenlet.getCurrent();
            return Play.call(() -> {
                        assertNotSame(here, Greenlet.getCurrent());
                        Trace trace = (event, origin, target) -> {};
                        List<Object> seen = Arrays.asList(Greenlet.setTrace(trace), Greenlet.getTrace() == trace);
                        Greenlet.setTrace(null);
                        return seen;
                    })
                    .returns(Arrays.asList(null, true))
                    .then(() -> assertEquals(null, Greenlet.getTrace()));
        }));
        return rows;
    }

    @Suspendable
    private static Greenlet suspended(Greenlet root) {
        Greenlet greenlet = new Greenlet(args -> root.switchTo());
        greenlet.switchTo();
        return greenlet;
    }

    private static CrossThreadRow refusedOfAGreenlet(String method, Function<Greenlet, Object> use) {
        return row(method, () -> {
            Greenlet target = suspended(Greenlet.getCurrent());
            return Play.call(() -> use.apply(target))
                    .isRefusedBy(GreenletError.class)
                    .then(() -> assertEquals("unharmed", target.switchTo("unharmed")));
        });
    }

    private static List<CrossThreadRow> timeouts() {
        return List.of(
                row("Timeout.cancel(); Timeout.close(); Timeout.pending()", () -> {
                    int before = Hubs.getHub().timers().size();
                    Timeout one = new Timeout(Duration.ofHours(1));
                    Timeout other = new Timeout(Duration.ofHours(1));
                    return Play.call(() -> {
                                boolean pending = one.pending();
                                one.cancel();
                                other.close();
                                return List.of(pending, one.pending(), other.pending());
                            })
                            .returns(List.of(true, false, false))
                            .then(() -> {
                                Eventlet.sleep(); // the loop takes them out
                                assertEquals(before, Hubs.getHub().timers().size());
                            });
                }),
                row("Timeout.silently(Duration,Task)", () -> {
                    Event<Void> never = new Event<>();
                    return Play.call(() -> Timeout.silently(Duration.ofMillis(1), never::await))
                            .returns(false);
                }));
    }

    private interface GraphUse {
        @Suspendable
        void in(DagPool<String, String> graph);
    }

    private static List<CrossThreadRow> graphs() {
        Map<String, GraphUse> uses = new LinkedHashMap<>();
        uses.put("spawn(Object,Iterable,Body)", graph -> graph.spawn("new", List.of(), (key, results) -> "value"));
        uses.put("spawnMany(Map,Body)", graph -> graph.spawnMany(Map.of(), (key, results) -> "value"));
        uses.put("await()", graph -> graph.await());
        uses.put("await(Iterable)", graph -> graph.await(List.of("a")));
        uses.put("waitAll()", DagPool::waitAll);
        uses.put("waitEach()", DagPool::waitEach);
        uses.put("waitEach(Iterable)", graph -> graph.waitEach(List.of("a")));
        uses.put("waitEachSuccess()", DagPool::waitEachSuccess);
        uses.put("waitEachSuccess(Iterable)", graph -> graph.waitEachSuccess(List.of("a")));
        uses.put("waitEachException()", DagPool::waitEachException);
        uses.put("waitEachException(Iterable)", graph -> graph.waitEachException(List.of("a")));
        uses.put("post(Object,Object)", graph -> graph.post("new", "value"));
        uses.put("post(Object,Object,boolean)", graph -> graph.post("a", "value", true));
        uses.put("kill(Object)", graph -> graph.kill("a"));
        uses.put("get(Object)", graph -> graph.get("a"));
        uses.put("get(Object,Object)", graph -> graph.get("a", "absent"));
        uses.put("keys()", DagPool::keys);
        uses.put("items()", DagPool::items);
        uses.put("running()", DagPool::running);
        uses.put("runningKeys()", DagPool::runningKeys);
        uses.put("waiting()", DagPool::waiting);
        uses.put("waitingFor()", graph -> graph.waitingFor());
        uses.put("waitingFor(Object)", graph -> graph.waitingFor("a"));
        List<CrossThreadRow> rows = new ArrayList<>();
        uses.forEach((method, use) -> rows.add(row("DagPool." + method, () -> {
            DagPool<String, String> graph = new DagPool<>(Map.of("a", "value"));
            return Play.run(() -> use.in(graph))
                    .isRefusedBy(IllegalStateException.class)
                    .then(() -> assertEquals(Map.of("a", "value"), graph.items()));
        })));
        return rows;
    }

    private interface SocketUse {
        @Suspendable
        void of(GreenSocket socket) throws Exception;
    }

    private static List<CrossThreadRow> sockets() {
        List<CrossThreadRow> rows = new ArrayList<>();
        rows.add(refusedOfASocket("GreenSocket.recv(int)", socket -> socket.recv(1)));
        rows.add(refusedOfASocket(
                "GreenSocket.recvInto(ByteBuffer)", socket -> socket.recvInto(ByteBuffer.allocate(1))));
        rows.add(refusedOfASocket("GreenSocket.send(ByteBuffer)", socket -> socket.send(ByteBuffer.allocate(1))));
        rows.add(refusedOfASocket("GreenSocket.sendAll(byte[])", socket -> socket.sendAll(new byte[1])));
        rows.add(refusedOfASocket("GreenSocket.close()", socket -> socket.close()));
        rows.add(row("GreenServerSocket.accept()", () -> {
            GreenServerSocket listener = Eventlet.listen("localhost", 0);
            return Play.call(listener::accept)
                    .isRefusedBy(IllegalStateException.class)
                    .then(() -> acceptAndClose(listener));
        }));
        rows.add(row("Eventlet.serve(GreenServerSocket,Handler)", () -> {
            GreenServerSocket listener = Eventlet.listen("localhost", 0);
            return Play.run(() -> Eventlet.serve(listener, (socket, peer) -> {}))
                    .isRefusedBy(IllegalStateException.class)
                    .then(() -> acceptAndClose(listener));
        }));
        return rows;
    }

    @Suspendable
    private static void acceptAndClose(GreenServerSocket listener) throws IOException {
        Eventlet.connect(listener.localAddress()).close();
        listener.accept().socket().close();
        listener.close();
    }

    private static CrossThreadRow refusedOfASocket(String method, SocketUse use) {
        return row(method, () -> {
            GreenServerSocket listener = Eventlet.listen("localhost", 0);
            GreenSocket client = Eventlet.connect(listener.localAddress());
            GreenSocket server = listener.accept().socket();
            return Play.run(() -> use.of(client))
                    .isRefusedBy(IllegalStateException.class)
                    .then(() -> {
                        server.sendAll(new byte[] {7});
                        assertEquals(7, client.recv(1)[0]);
                        client.close();
                        server.close();
                        listener.close();
                    });
        });
    }

    /** They are about the caller's own loop. */
    private static List<CrossThreadRow> functions() {
        Callable<List<Object>> ownLoop = () -> {
            List<Object> log = new ArrayList<>();
            Eventlet.spawnN(() -> log.add("spawnN"));
            Eventlet.spawn(() -> {
                        log.add("spawn");
                    })
                    .await();
            log.add(Eventlet.spawnAfter(Duration.ofMillis(1), () -> "spawnAfter")
                    .await());
            log.add(Eventlet.withTimeout(Duration.ofMillis(1), () -> new Event<String>().await(), "withTimeout"));
            Eventlet.sleep(Duration.ofMillis(1));
            log.add(Hubs.getHub().threadName());
            return log;
        };
        return List.of(
                row(
                        "Eventlet.spawn(Task)",
                        () -> Play.call(ownLoop)
                                .returns(List.of("spawnN", "spawn", "spawnAfter", "withTimeout", Caller.NAME))),
                row("Hubs.trampoline(SelectableChannel,int)", () -> {
                    Pipe pipe = Pipe.open();
                    pipe.source().configureBlocking(false);
                    GreenThread<Void> here = Eventlet.spawn(() -> Hubs.trampoline(pipe.source(), SelectionKey.OP_READ));
                    Eventlet.sleep();
                    return Play.run(() -> Hubs.trampoline(pipe.source(), SelectionKey.OP_READ))
                            .whileItWaits(() -> pipe.sink().write(ByteBuffer.allocate(1)))
                            .then(() -> {
                                here.await();
                                assertTrue(pipe.source().isOpen());
                                pipe.source().close();
                                pipe.sink().close();
                            });
                }));
    }
}
