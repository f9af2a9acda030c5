package io.greendoor.scheduler.quasar.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes what must be changed in Quasar's published classes. The build runs this once; it is no part of the agent.
 *
 * <p>(The agent itself would come too late: while a transformer works, the JVM passes the classes that it loads to none.)
 */
public final class PatchQuasar {

    private PatchQuasar() {}

    /**
     * Rewrites the class files below a folder.
     *
     * @throws IllegalStateException when there is nothing to rewrite: then this is another Quasar than it was written for
     */
    public static void main(String[] arguments) throws IOException {
        int raised = 0;
        int narrowed = 0;
        for (Path file : classFiles(Path.of(arguments[0]))) {
            byte[] published = Files.readAllBytes(file);
            byte[] patched = ApiLevel.raise(published);
            raised += patched == published ? 0 : 1;
            if (file.endsWith("fibers/instrument/InstrumentMethod.class")) {
                patched = Forwarding.narrow(patched);
                narrowed++;
            }
            if (patched != published) {
                Files.write(file, patched);
            }
        }
        if (raised == 0 || narrowed != 1) {
            throw new IllegalStateException("below " + arguments[0] + ", " + raised
                    + " classes hold the constant ASM7, and " + narrowed + " are InstrumentMethod");
        }
    }

    private static List<Path> classFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }
}
