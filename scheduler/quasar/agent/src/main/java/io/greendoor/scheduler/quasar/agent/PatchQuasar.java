package io.greendoor.scheduler.quasar.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Changes what must be changed in Quasar's published classes. The build runs this once; it is no part of the agent.
 *
 * <p>(The agent itself would come too late: while a transformer works, the JVM passes the classes that it loads to none.)
 */
public final class PatchQuasar {

    private PatchQuasar() {}

    /**
     * Rewrites Quasar's class files below a folder.
     *
     * @throws IllegalStateException when there is nothing to rewrite: then this is another Quasar than it was written for
     */
    public static void main(String[] arguments) throws IOException {
        Path classes = Path.of(arguments[0]);
        int raised = 0;
        int patched = 0;
        for (Path file : classFiles(classes.resolve("co/paralleluniverse"))) {
            byte[] published = Files.readAllBytes(file);
            byte[] changed = ApiLevel.raise(published);
            raised += changed == published ? 0 : 1;
            UnaryOperator<byte[]> patch = QuasarPatches.ALL.get(className(classes, file));
            if (patch != null) {
                changed = patch.apply(changed);
                patched++;
            }
            if (changed != published) {
                Files.write(file, changed);
            }
        }
        if (raised == 0 || patched != QuasarPatches.ALL.size()) {
            throw new IllegalStateException("below " + classes + ", " + raised + " classes hold the constant ASM7, and "
                    + patched + " of " + QuasarPatches.ALL.keySet() + " were found");
        }
    }

    private static String className(Path classes, Path file) {
        String path = classes.relativize(file).toString().replace(File.separatorChar, '/');
        return path.substring(0, path.length() - ".class".length());
    }

    private static List<Path> classFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }
}
