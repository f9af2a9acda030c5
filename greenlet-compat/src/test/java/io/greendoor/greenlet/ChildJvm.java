package io.greendoor.greenlet;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Another JVM, with the engine and the flags of this one. */
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts one by the command that {@link #command} gives, or by one around it. Its errors come with its output. */
    static ChildJvm start(List<String> command) throws IOException {
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The command that starts one; {@code arguments} are flags, the main class, and its arguments. */
    static List<String> command(String classPath, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.contains("mockito") && !flag.startsWith("-Dgreendoor.engine"))
                .forEach(command::add);
        command.add("-Dgreendoor.engine=" + Hubs.getHub().engine());
        command.addAll(List.of("-cp", classPath));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** The class path of this JVM, with its folders as jars, which are put into {@code directory}. */
    static String jars(Path directory) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            jars.add(Files.isDirectory(path) ? jar(path, directory.resolve(jars.size() + ".jar")) : entry);
        }
        return String.join(File.pathSeparator, jars);
    }

    private static String jar(Path folder, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar.toString();
    }

    /** What follows {@code beginning} in the next line that has it. */
    String lineAfter(String beginning) {
        List<String> others = new ArrayList<>();
        for (String line = readLine(); line != null; line = readLine()) {
            int start = line.indexOf(beginning);
            if (start >= 0) {
                return line.substring(start + beginning.length());
            }
            others.add(line);
        }
        throw new AssertionError("no \"" + beginning + "\" in " + others);
    }

    /** What it prints until it ends. */
    List<String> linesToTheEnd() {
        return output.lines().toList();
    }

    /** The next line that it prints, null when it has ended. */
    String readLine() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets its {@code System.in} have a line. */
    void writeLine(String line) throws IOException {
        process.outputWriter().append(line).append('\n').flush();
    }

    /** Waits until it has ended. */
    int exitValue() throws InterruptedException {
        process.waitFor();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
