package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lambdas and method references of what is typed are linked as it is loaded, and are what they would be else. */
class LambdaLinksTest {
    private static final String OF_EACH_KIND = """
            package REPL;
            import java.util.*;
            import java.util.function.*;
            public class Kinds {
                private final int ten = 10;
                static List<Object> all() {
                    List<Object> log = new ArrayList<>();
                    int captured = 2;
                    long wide = 3L;
                    Function<Integer, Integer> capturesNothing = n -> n + 1;
                    Function<Integer, Object> captures = n -> captured * wide + n;
                    Function<String, Integer> ofAClass = Integer::parseInt;
                    Function<String, Integer> unbound = String::length;
                    Supplier<Integer> bound = "bound"::length;
                    Supplier<List<String>> constructor = ArrayList::new;
                    IntFunction<int[]> array = int[]::new;
                    IntBinaryOperator primitives = Math::max;
                    Function<Object[], List<Object>> ofSeveral = Arrays::asList;
                    log.add(capturesNothing.apply(1));
                    log.add(captures.apply(1));
                    log.add(ofAClass.apply("12"));
                    log.add(unbound.apply("four"));
                    log.add(bound.get());
                    log.add(constructor.get());
                    log.add(array.apply(3).length);
                    log.add(primitives.applyAsInt(5, 6));
                    log.add(ofSeveral.apply(new Object[] {"a", "b"}));
                    log.add(new Kinds().ofAnObject().get());
                    log.add(((Shape) () -> 4).twice().get());
                    log.add(same() == same());
                    return log;
                }
                Supplier<Integer> ofAnObject() {
                    return () -> ten + own();
                }
                private int own() {
                    return 1;
                }
                static Runnable same() {
                    return () -> {};
                }
                interface Shape {
                    int sides();
                    default Supplier<Integer> twice() {
                        return () -> 2 * one();
                    }
                    private int one() {
                        return sides();
                    }
                }
            }
            """;
    private static final String WITH_WHAT_IS_MISSING = """
            package REPL;
            import java.util.function.*;
            public class User {
                public static int here() {
                    IntSupplier there = () -> 1;
                    return there.getAsInt();
                }
                public static Object missing() {
                    Supplier<Object> missing = Missing::new;
                    return missing.get();
                }
            }
            class Missing {}
            """;

    @TempDir
    Path directory;

    private final SnippetLoader loader = new SnippetLoader(
            getClass().getClassLoader(),
            new SnippetTransformer(PromptFunctions.class.getName(), SnippetLoader.CHECKPOINT_HOLDER));

    private void load(String source, String... names) throws Exception {
        Path classes = new CompiledSources(directory, "snippet")
                .with("REPL/" + names[0] + ".java", source)
                .compile();
        ClassBytecodes[] files = new ClassBytecodes[names.length];
        for (int i = 0; i < names.length; i++) {
            files[i] = new ClassBytecodes(
                    "REPL." + names[i], Files.readAllBytes(classes.resolve("REPL/" + names[i] + ".class")));
        }
        loader.load(files);
    }

    private Object call(String type, String method) throws Throwable {
        Method found = loader.loadClass("REPL." + type).getDeclaredMethod(method);
        found.setAccessible(true);
        try {
            return found.invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void theyAreLinkedBeforeTheCodeRuns() throws Exception {
        load(OF_EACH_KIND, "Kinds", "Kinds$Shape");

        Class<?> holder = loader.loadClass("REPL.Kinds$$Lambdas");

        for (int i = 0; i < 12; i++) {
            assertNotNull(holder.getField("link" + i).get(null), "link" + i);
        }
        assertThrows(NoSuchFieldException.class, () -> holder.getField("link12"));
    }

    @Test
    void eachKindDoesWhatItSays() throws Throwable {
        load(OF_EACH_KIND, "Kinds", "Kinds$Shape");

        assertEquals(List.of(2, 7L, 12, 4, 5, List.of(), 3, 6, List.of("a", "b"), 11, 8, true), call("Kinds", "all"));
    }

    @Test
    void whatCannotBeLinkedFailsWhereTheCodeComesToIt() throws Throwable {
        load(WITH_WHAT_IS_MISSING, "User"); // and not the other class

        assertEquals(1, call("User", "here"));
        assertThrows(NoClassDefFoundError.class, () -> call("User", "missing"));
    }
}
