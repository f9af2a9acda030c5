package io.greendoor.backdoor;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * The running JVM's class path as the compiler needs it. Jars may name further ones in their manifest, by URLs, as
 * build tools do with their one-jar class paths; the compiler itself reads such entries as plain file names only.
 */
final class ClassPath {
    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");

    private final Set<Path> entries = new LinkedHashSet<>();

    private ClassPath() {}

    /** {@code classPath} with all manifests' entries behind the jars that name them, in the form of {@code -cp}. */
    static String expand(String classPath) {
        ClassPath expanded = new ClassPath();
        for (String entry : classPath.split(File.pathSeparator)) {
            expanded.add(Path.of(entry));
        }
        return expanded.entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private void add(Path first) {
        Deque<Path> pending = new ArrayDeque<>();
        pending.push(first);
        while (!pending.isEmpty()) {
            Path entry = pending.pop().toAbsolutePath().normalize();
            if (entries.add(entry) && Files.isRegularFile(entry)) {
                pending.addAll(manifestEntries(entry));
            }
        }
    }

    private static Set<Path> manifestEntries(Path jar) {
        Set<Path> found = new LinkedHashSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String value =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (value != null) {
                for (String url : value.trim().split("\\s+")) {
                    addFile(jar.toUri().resolve(url), found);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // The JVM ignores such entries as well; the compiler then knows less, which the log explains.
            LOG.log(Level.DEBUG, () -> "Class path entry " + jar + " is unreadable for the prompt's compiler", e);
        }
        return found;
    }

    private static void addFile(URI uri, Set<Path> found) {
        if ("file".equals(uri.getScheme())) {
            found.add(Path.of(uri));
        }
    }
}
