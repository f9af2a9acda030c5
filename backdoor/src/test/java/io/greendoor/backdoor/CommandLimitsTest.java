package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.Work;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slices and budgets. */
@Timeout(60)
class CommandLimitsTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Map<String, Object> locals = new ConcurrentHashMap<>(Map.of("log", log, "work", new Work()));
    private DoorFixture door;

    private DoorClient client(UnaryOperator<Limits> limits) throws Exception {
        door = DoorFixture.open(Transport.TCP, Settings.of(locals).withLimits(limits.apply(Limits.DEFAULT)));
        return door.client();
    }

    @AfterEach
    void close() throws Exception {
        if (door != null) {
            door.close();
        }
    }

    @Test
    void whyACommandEndedIsToldThoughItsOutputWasDropped() throws Exception {
        DoorClient client = client(limits -> limits);

        client.send(
                "try { for (int i = 0; ; i++) System.out.println(\"x\".repeat(50) + (i < 500_000 ? \"\" : 1 / 0)); }"
                        + " finally { log.add(\"over\"); }\n");
        assertLogged("over");
        assertEquals("2\n", door.client().type("1+1")); // time enough to drop more

        String answer = client.answer();
        assertTrue(answer.contains(" bytes of output were dropped: the client does not read them]\n"));
        assertTrue(
                answer.contains("java.lang.ArithmeticException: / by zero\n"),
                () -> answer.substring(answer.length() - 500));
    }

    private void assertLogged(String... entries) {
        Await.until(() -> log.size() >= entries.length, log::toString);
        assertEquals(List.of(entries), log);
    }

    private static String spawning(String part) {
        return "{ Eventlet.spawn(() -> log.add(\"other\")); log.add(\"begin\"); " + part + " log.add(\"end\"); }";
    }

    /** Computes for many slices of a millisecond. */
    private static final String LONG = "for (long end = System.nanoTime() + 100_000_000; System.nanoTime() < end; ) {}";

    @Test
    void aCommandShorterThanItsSliceIsAtomic() throws Exception {
        DoorClient client = client(limits -> limits.withSlice(NEVER));

        assertEquals("", client.type(spawning(LONG)));

        assertLogged("begin", "end", "other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (log.size() < 2) {}",
                "do {} while (log.size() < 2);",
                "Runnable r = () -> { while (log.size() < 2) {} }; r.run();",
                "class A { int n = down(1); int down(int n) { while (log.size() < 2) {} return n; } } A.class.getName();"
                        + " new Object() { void run() { while (log.size() < 2) {} } }.run();",
            })
    void aCommandOverItsSliceGivesWay(String part) throws Exception {
        DoorClient client = client(limits -> limits.withSlice(SHORT));

        assertEquals("", client.type(spawning(part)));

        assertLogged("begin", "other", "end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "work.atomically(log, () -> { " + LONG + " });",
                "log.add(\"enter\"); synchronized (log) { " + LONG + " } log.add(\"leave\");",
                "log.add(\"enter\"); var lock = new java.util.concurrent.locks.ReentrantLock(); lock.lock(); " + LONG
                        + " lock.unlock(); log.add(\"leave\");",
                "log.add(\"enter\"); new Vector<>(List.of(1)).forEach(x -> { " + LONG + " }); log.add(\"leave\");",
                "log.add(\"enter\"); new ConcurrentHashMap<>().computeIfAbsent(1, k -> { " + LONG
                        + " return k; }); log.add(\"leave\");",
            })
    void itDoesNotGiveWayInTheMidstOfWhatCountsOnThat(String part) throws Exception {
        DoorClient client = client(limits -> limits.withSlice(SHORT));

        assertEquals("", client.type(spawning(part)));

        assertLogged("begin", "enter", "leave", "end", "other");
    }

    @Test
    void whatItAssignedIsSeenWhenItGivesWay() throws Exception {
        locals.put("n", 1);
        DoorClient client = client(limits -> limits.withSlice(SHORT));

        client.type(
                "{ n = 2; Eventlet.spawn(() -> log.add(\"n is \" + locals.get(\"n\"))); while (log.isEmpty()) {} n = 3; }");

        assertLogged("n is 2");
        assertEquals(3, locals.get("n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) {}",
                "while (true) { try { while (true) {} } catch (Throwable t) {} }",
                "IntStream.iterate(0, i -> i).forEach(i -> {});",
                "io.greendoor.greenlet.Tpool.execute(() -> { while (true) {} });",
            })
    void aBudgetForTimeEndsWhatComputes(String endless) throws Exception {
        DoorClient client = client(limits -> limits.withComputing(Duration.ofMillis(200)));

        String answer = client.type("{ " + endless + " }");

        assertTrue(answer.contains("budget for time: 200 ms of computing"), answer);
        assertTrue(answer.contains("/unlimited"), answer);
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void waitingCostsNothing() throws Exception {
        DoorClient client = client(limits -> limits.withComputing(Duration.ofMillis(100)));

        String command =
                "for (int i = 0; i < 30; i++) { Eventlet.sleep(Duration.ofMillis(10)); for (int j = 0; j < 1000; j++) {} }";
        assertEquals("", client.type(command));
    }

    @Test
    void eachCommandHasABudgetOfItsOwn() throws Exception {
        DoorClient client = client(limits -> limits.withComputing(Duration.ofSeconds(2)));

        for (int i = 0; i < 30; i++) {
            assertEquals("", client.type("{ " + LONG + " }"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) System.out.println(\"and so on\");",
                "while (true) System.err.print('x');",
                "work.printForever(System.out);",
                "Stream.generate(() -> 1).forEach(System.out::print);",
                "while (true) { try { System.out.print(1); } catch (Throwable t) {} }",
                "Eventlet.spawn(() -> { while (true) System.out.println(\"and so on\"); }).await();",
            })
    void aBudgetForOutputEndsWhatPrints(String endless) throws Exception {
        DoorClient client = client(limits -> limits.withOutputBytes(1000));

        String answer = client.type("{ " + endless + " }");

        assertTrue(answer.contains("budget for output: 1000 bytes printed"), answer);
        assertTrue(answer.length() < 5000, answer);
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void aBudgetForAllocationEndsWhatFillsMemory() throws Exception {
        assumeTrue(isAllocationCounted(), "the JVM does not tell what virtual threads allocate");
        DoorClient client = client(limits -> limits.withAllocatedBytes(64 << 20));

        String answer = client.type("while (true) locals.put(\"x\", new byte[1 << 16])");

        assertTrue(answer.contains("budget for allocation: " + (64 << 20) + " bytes allocated"), answer);
        assertEquals("2\n", client.type("1+1"));
    }

    private static boolean isAllocationCounted() {
        return Runtime.version().feature() < 21 || !"thread".equals(System.getProperty("greendoor.engine"));
    }

    @Test
    void theStackTellsWhereItWas() throws Exception {
        DoorClient client = client(limits -> limits.withOutputBytes(100));
        client.type("void chatter() { while (true) System.out.println(\"and so on\"); }");

        String answer = client.type("chatter()");

        assertTrue(answer.endsWith("\tat chatter(<console>)\n\tat <console>\n"), answer);
    }

    @Test
    void thePrefixLiftsThemForOneCommand() throws Exception {
        DoorClient client = client(limits -> limits.withOutputBytes(1000).withComputing(SHORT));
        String command = "for (int i = 0; i < 1000; i++) { System.out.println(\"0123456789\"); }";

        assertEquals("0123456789\n".repeat(1000), client.type("/unlimited " + command));
        assertTrue(client.type(command).contains("budget for"));
        assertEquals("0123456789\n".repeat(1000), client.type("  /unlimited\t" + command));
    }

    @Test
    void thePrefixCountsForAllLinesOfAStatement() throws Exception {
        DoorClient client = client(limits -> limits.withOutputBytes(100));

        client.send("/unlimited for (int i = 0; i < 100; i++) {\n");
        client.readUntil(DoorClient.CONTINUATION);
        client.send("System.out.println(\"0123456789\");\n");
        client.readUntil(DoorClient.CONTINUATION);

        assertEquals("0123456789\n".repeat(100), client.type("}"));
    }

    @Test
    void thePrefixAloneAsksForAStatement() throws Exception {
        DoorClient client = client(UnaryOperator.identity());

        assertEquals("error: there is no statement behind it: /unlimited STATEMENT\n", client.type("/unlimited"));
        assertEquals("2\n", client.type("/unlimited 1+1"));
        assertTrue(client.type("/unlimitedly").contains("error"));
    }

    @Test
    void compileErrorsAreAsIfBlanksStoodInItsPlace() throws Exception {
        DoorClient client = client(UnaryOperator.identity());

        assertEquals(client.type("           1 + nothing"), client.type("/unlimited 1 + nothing"));
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        BackdoorServer.Builder builder = Backdoor.server().listen(new InetSocketAddress("127.0.0.1", 0));

        for (IllegalArgumentException refused : List.of(
                assertThrows(IllegalArgumentException.class, () -> builder.slice(Duration.ofNanos(1))),
                assertThrows(IllegalArgumentException.class, () -> builder.timeBudget(Duration.ZERO)),
                assertThrows(IllegalArgumentException.class, () -> builder.outputBudget(0)),
                assertThrows(IllegalArgumentException.class, () -> builder.allocationBudget(-1)))) {
            assertTrue(
                    refused.getMessage().matches("a (slice|budget for \\w+) must be .*, not .*"), refused.getMessage());
        }
    }
}
