package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.acme.App;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LocalsTest {
    private final List<String> puts = new ArrayList<>();
    private final Map<String, Object> locals = new HashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        public Object put(String name, Object value) {
            puts.add(name + "=" + value);
            return super.put(name, value);
        }
    };
    private final Prompt prompt = new Prompt(locals);

    @AfterEach
    void close() {
        prompt.close();
    }

    private void application(String name, Object value) {
        locals.putAll(Map.of(name, value));
        puts.clear();
    }

    @Test
    void valueIsSeenWithItsOwnType() {
        application("app", new App());
        assertEquals("8080", prompt.type("app.port"));
    }

    @Test
    void replacedValueIsSeenByTheNextCommandAndByMethodsTypedBefore() {
        application("count", 1);
        prompt.type("int next() { return count + 1; }");
        application("count", 41);
        assertEquals("42", prompt.type("next()"));
        assertEquals("41", prompt.type("count"));
        assertEquals(List.of(), puts);
    }

    @Test
    void assignmentWritesOnceAndOnlyThatName() {
        application("count", 1);
        application("other", "x");
        assertEquals(List.of("", "", "\"x\"", "5005"), prompt.typeAll("count = 5000; count += 5; other + \"\"; count"));
        assertEquals(List.of("count=5000", "count=5005"), puts);
    }

    @Test
    void assignmentInsideAMethodWrites() {
        application("count", 1);
        prompt.typeAll("void set(int n) { count = n; }\n set(700)");
        assertEquals(List.of("count=700"), puts);
    }

    @Test
    void assignmentBeforeAnExceptionIsWritten() {
        application("count", 1);
        assertEquals("java.lang.Exception: late", prompt.type("{ count = 300; throw new Exception(\"late\"); }"));
        assertEquals(List.of("count=300"), puts);
    }

    @Test
    void writeBackWritesNowAndTheEndOnlyWhatCameLater() {
        application("count", 1);
        application("giveWay", (Runnable) () -> {
            prompt.interpreter.writeBack();
            puts.add("away");
            locals.putAll(Map.of("count", 900));
        });
        prompt.type("{ count = 300; giveWay.run(); }");
        assertEquals(List.of("count=300", "away"), puts);
        assertEquals("900", prompt.type("count"));
        prompt.interpreter.writeBack();
        assertEquals(List.of("count=300", "away"), puts);
    }

    @Test
    void assignmentByATaskThatOutlivesItsCommandIsWrittenWithTheNextUnlessTheApplicationWasLater() {
        application("count", 1);
        Runnable task = (Runnable) ((Outcome.Value) prompt.eval("(Runnable) () -> count = 700")).value();
        task.run();
        assertEquals("700", prompt.type("count"));
        assertEquals(List.of("count=700"), puts);
        prompt.type("count = 3");
        task.run();
        application("count", 5);
        assertEquals("5", prompt.type("count"));
        assertEquals(List.of(), puts);
    }

    @Test
    void namesThatCannotBeDeclaredAreReachedThroughTheMap() {
        application("var", "text");
        assertEquals("\"text\"", prompt.type("locals.get(\"var\")"));
        assertEquals("", prompt.type("var x = 1;"));
    }

    @Test
    void newTypeIsDeclaredAnewWithoutMention() {
        application("thing", "text");
        prompt.type("Object thing() { return thing; }");
        assertEquals("4", prompt.type("thing.length()"));
        application("thing", List.of(1, 2));
        assertEquals("[1, 2]", prompt.type("thing()"));
        assertEquals("2", prompt.type("thing.size()"));
    }

    @Test
    void typeThatChangesAfterCompilingIsCompiledAgain() {
        application("thing", "text");
        Interpreter.CommandRunner plain = prompt.runner;
        List<String> trips = new ArrayList<>();
        prompt.runner = command -> {
            trips.add("trip");
            if (trips.size() == 2) {
                application("thing", 7);
            }
            return plain.run(command);
        };
        assertEquals("7", prompt.type("thing"));
        assertEquals(4, trips.size());
    }

    @Test
    void removedNameIsUnknownUntilItComesBack() {
        application("count", 1);
        prompt.type("int count() { return count; }");
        locals.remove("count");
        assertEquals(
                "java.lang.IllegalStateException: method count() cannot be invoked until variable count is declared",
                prompt.type("count()"));
        application("count", 2);
        assertEquals("2", prompt.type("count()"));
    }

    @Test
    void nullValueKeepsTheTypeOrIsAnObject() {
        application("text", "abc");
        assertEquals("3", prompt.type("text.length()"));
        locals.computeIfPresent("text", (k, v) -> "x");
        assertEquals("", prompt.type("text = null"));
        assertEquals(List.of("text=null"), puts);
        assertEquals("true", prompt.type("text == null"));
        locals.put("nothing", null);
        assertEquals("true", prompt.type("nothing == null"));
    }

    @Test
    void declarationShadowsWithoutWriting() {
        application("count", 1);
        assertEquals(List.of("1", "", "9", "", "10"), prompt.typeAll("count; int count = 9; count; count = 10; count"));
        assertEquals(List.of(), puts);
        assertEquals(Map.of("count", "int"), prompt.interpreter.variables());
        application("count", 2);
        assertEquals("10", prompt.type("count"));
    }

    @Test
    void rejectedDeclarationDoesNotShadow() {
        application("count", 1);
        prompt.type("int count = \"x\";");
        assertEquals("1", prompt.type("count"));
    }

    @Test
    void localsIsTheMapItself() {
        application("no-identifier", 5);
        assertSame(locals, ((Outcome.Value) prompt.eval("locals")).value());
        assertEquals("5", prompt.type("locals.get(\"no-identifier\")"));
        application("locals", "mine");
        assertEquals("4", prompt.type("locals.length()"));
    }

    @Test
    void namesInsideLiteralsCommentsAndMembersAreNotLocals() {
        application("app", new App());
        prompt.type("\"app\" + 'a' + /* app */ 1 // app");
        assertEquals("", prompt.type("class Holder { int app = 3; }"));
        assertEquals("3", prompt.type("new Holder().app"));
    }

    @Test
    void genericContainersTakeAndGiveObjects() {
        application("map", new ConcurrentHashMap<>(Map.of("a", 1)));
        assertEquals(
                List.of("", "", "[a, b]"),
                prompt.typeAll("map.put(\"b\", 2)\n for (Object key : map.keySet()) { key.hashCode(); }\n"
                        + "new TreeSet<>(map.keySet())"));
    }

    @Test
    void writeToAReadOnlyMapIsExplained() {
        prompt.interpreter.bind(Map.of("count", 1, "other", 2));
        assertEquals(
                "java.lang.IllegalStateException: Local 'count' was not written: the map of locals is read-only; give"
                        + " the backdoor a mutable map, such as a ConcurrentHashMap",
                prompt.type("count = 500"));
        assertEquals("1", prompt.type("count"));
    }

    @Test
    void refusedNullIsExplainedAndTheRestIsWritten() {
        Map<String, Object> map = new ConcurrentHashMap<>(Map.of("count", 1, "other", 2));
        prompt.interpreter.bind(map);
        assertEquals(
                "java.lang.IllegalStateException: Local 'count' was not written: the map of locals holds no null;"
                        + " locals.remove(\"count\") takes the name away",
                prompt.type("{ count = null; other = 800; }"));
        assertEquals(Map.of("count", 1, "other", 800), map);
    }

    @Test
    void localNeverPutIsNeverWritten() {
        assertEquals("", prompt.type("int own = 5;"));
        assertFalse(locals.containsKey("own"));
    }
}
