package io.greendoor.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How an example is started in a JVM of its own, on the engine that the tests are run on. */
final class ExampleJvm {

    private ExampleJvm() {}

    static List<String> command(Class<?> example, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-Dgreendoor.engine=" + System.getProperty("greendoor.engine", "thread"),
                "-cp",
                System.getProperty("java.class.path"),
                example.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
