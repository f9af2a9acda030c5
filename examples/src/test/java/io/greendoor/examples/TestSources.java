package io.greendoor.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests of all modules, as source files. */
final class TestSources {
    private final Map<String, List<String>> byClass = new HashMap<>(); // some names are there in several modules

    static TestSources under(Path root) throws IOException {
        TestSources sources = new TestSources();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(TestSources::isTest)::iterator) {
                sources.add(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }

    private static boolean isTest(Path file) {
        return file.toString().replace('\\', '/').contains("/src/test/java/")
                && file.toString().endsWith(".java");
    }

    void add(String type, String source) {
        byClass.computeIfAbsent(type, none -> new ArrayList<>()).add(source);
    }

    /** What is wrong with the name of a test, {@code SpawnTest} or {@code SpawnTest.aSpawnedThreadMaySpawn}. */
    Optional<String> problem(String test) {
        List<String> sources = sourcesOf(test);
        if (sources.isEmpty()) {
            return Optional.of("there is no test class " + test.replaceFirst("\\..*", ""));
        }
        int dot = test.indexOf('.');
        String method = test.substring(dot + 1);
        return dot < 0 || sources.stream().anyMatch(source -> hasTest(source, method))
                ? Optional.empty()
                : Optional.of("there is no test " + method + " in " + test.substring(0, dot));
    }

    /** Whether the class of a test has a word somewhere. */
    boolean uses(String test, String word) {
        Pattern pattern = Pattern.compile("\\b" + Pattern.quote(word) + "\\b");
        return sourcesOf(test).stream()
                .anyMatch(source -> pattern.matcher(source).find());
    }

    private List<String> sourcesOf(String test) {
        return byClass.getOrDefault(test.replaceFirst("\\..*", ""), List.of());
    }

    /** Whether a method is there, with an annotation that makes it a test above it. */
    private static boolean hasTest(String source, String method) {
        Matcher declared =
                Pattern.compile("\\b" + Pattern.quote(method) + "\\(").matcher(source);
        while (declared.find()) {
            String above =
                    source.substring(Math.max(0, source.lastIndexOf("\n\n", declared.start())), declared.start());
            if (Pattern.compile("@(\\w*Test|TestFactory|TestTemplate)\\b")
                    .matcher(above)
                    .find()) {
                return true;
            }
        }
        return false;
    }
}
