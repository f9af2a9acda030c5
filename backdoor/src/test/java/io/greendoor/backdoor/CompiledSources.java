package io.greendoor.backdoor;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Applications that a test writes and compiles for itself. */
final class CompiledSources {
    private final Path sources;
    private final Path classes;
    private final List<Path> files = new ArrayList<>();

    /** In directories of its own below {@code directory}. */
    CompiledSources(Path directory, String name) {
        this.sources = directory.resolve(name + "-sources");
        this.classes = directory.resolve(name);
    }

    /** Adds a source file; {@code file} is its path. */
    CompiledSources with(String file, String text) throws IOException {
        Path path = sources.resolve(file);
        Files.createDirectories(path.getParent());
        files.add(Files.writeString(path, text));
        return this;
    }

    /** The directory of the class files. */
    Path compile(String... options) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
        arguments.addAll(List.of(options));
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            output, manager, null, arguments, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!compiled) {
                throw new AssertionError(output);
            }
        }
        return classes;
    }

    /** Puts what is in {@code directory} into a jar, without entries for directories, as some tools do. */
    static Path jar(Path directory, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile)
                    .forEach(each ->
                            put(zip, directory.relativize(each).toString().replace('\\', '/'), each));
        }
        return jar;
    }

    private static void put(ZipOutputStream zip, String name, Path file) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            Files.copy(file, zip);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
