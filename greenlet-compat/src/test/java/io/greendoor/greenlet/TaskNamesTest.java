package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import io.greendoor.scheduler.TaskSnapshot;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tasks without a name are called in a table: by what they run. */
@ExtendWith(FreshLoop.class)
class TaskNamesTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final List<Greenlet> spawned = new ArrayList<>();

    private static final class Ticker implements Task, Callable<String> {
        @Override
        @Suspendable
        public void run() {
            Eventlet.sleep(LONG);
        }

        @Override
        @Suspendable
        public String call() {
            Eventlet.sleep(LONG);
            return "";
        }

        static Task lambda() {
            return () -> Eventlet.sleep(LONG);
        }

        static Task anonymous() {
            return new Task() {
                @Override
                @Suspendable
                public void run() {
                    Eventlet.sleep(LONG);
                }
            };
        }
    }

    private static final class Worker extends Greenlet {
        @Override
        @Suspendable
        protected Object run(Args args) {
            Eventlet.sleep(LONG);
            return "";
        }
    }

    private static List<String> names() {
        return Scheduler.current().tasks().stream()
                .sorted((a, b) -> Long.compare(a.number(), b.number()))
                .map(TaskSnapshot::name)
                .toList();
    }

    private void spawn(Greenlet greenlet) {
        spawned.add(greenlet);
    }

    private void end() {
        spawned.forEach(Eventlet::kill);
    }

    @Test
    void aGreenThreadIsNamedByItsTasksClassBeforeTheStartAndAfter() {
        spawn(Eventlet.spawn((Task) new Ticker()));
        spawn(Eventlet.spawn((Callable<String>) new Ticker()));
        spawn(Eventlet.spawn(Ticker.lambda()));
        spawn(Eventlet.spawn(Ticker.anonymous()));
        spawn(Eventlet.spawn(new Ticker()::run));
        spawn(Eventlet.spawnN(Ticker.lambda()));
        List<String> names = List.of(
                "Ticker",
                "Ticker",
                "Ticker (lambda)",
                "Ticker (anonymous)",
                "TaskNamesTest (lambda)",
                "Ticker (lambda)");
        assertEquals(names, names());
        Eventlet.sleep();
        assertEquals(names, names());
        end();
    }

    @Test
    void aGreenletIsNamedByItsClassOrItsBody() {
        Greenlet own = new Worker();
        Greenlet given = new Greenlet(args -> Eventlet.getCurrent().parent());
        assertEquals("task N (Worker)", title(own));
        assertEquals("task N (TaskNamesTest (lambda))", title(given));
        given.switchTo();
        assertEquals("task N (Greenlet)", title(given));
    }

    @Test
    void aGreenThreadThatWasGivenABodyIsNamedByThat() {
        GreenThread<String> given = Eventlet.spawn((Callable<String>) new Ticker());
        given.setRun(args -> null);
        spawn(given);
        assertEquals(List.of("TaskNamesTest (lambda)"), names());
        end();
    }

    private static String title(Greenlet greenlet) {
        return greenlet.coroutine().title().replaceFirst("\\d+", "N");
    }

    @Test
    void aNameThatWasGivenGoesBefore() {
        spawn(Eventlet.spawn(() -> {
            Coroutines.nameTask("heartbeat");
            Eventlet.sleep(LONG);
        }));
        Eventlet.sleep();
        assertEquals(List.of("heartbeat"), names());
        end();
    }

    @Test
    void aConnectionIsNamedByTheServersHandler() throws Exception {
        class Echo implements Handler {
            @Override
            @Suspendable
            public void handle(GreenSocket client, SocketAddress address) {
                Eventlet.sleep(LONG);
            }
        }
        GreenServerSocket listening = Eventlet.listen(new InetSocketAddress("localhost", 0));
        spawn(Eventlet.spawn(() -> Eventlet.serve(listening, new Echo())));
        GreenSocket client = Eventlet.connect(listening.localAddress());
        Eventlet.sleep(Duration.ofMillis(1));
        List<String> names = names();
        assertEquals(List.of("TaskNamesTest (lambda)", "Echo"), names.subList(names.size() - 2, names.size()));
        end();
        client.close();
        listening.close();
    }

    @Test
    void namesOfClassesThatTheJvmAndToolsMakeAreReadable() {
        assertEquals("Ticker (lambda)", Work.name("com.acme.Ticker$$Lambda$14/0x0000000800c03a10"));
        assertEquals("Ticker (lambda)", Work.name("com.acme.Ticker$$Lambda/0x0000000800c03a10"));
        assertEquals("Inner (lambda)", Work.name("com.acme.Ticker$Inner$$Lambda/0x0000000800c03a10"));
        assertEquals("Ticker (lambda)", Work.name("com.acme.Ticker$1$$Lambda/0x0000000800c03a10"));
        assertEquals("JShell (lambda)", Work.name("REPL.$JShell$12B$$Lambda/0x0000000800c03a10"));
        assertEquals("Ticker (anonymous)", Work.name("com.acme.Ticker$1"));
        assertEquals("Local", Work.name("com.acme.Ticker$1Local"));
        assertEquals("Ticker", Work.name("com.acme.Ticker$$EnhancedBySomeTool$$1f2e"));
        assertEquals("Ticker", Work.name("Ticker"));
        assertEquals("$", Work.name("com.acme.$"));
    }
}
