package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
    @TempDir
    Path directory;

    @Test
    void manifestsAreFollowedByUrlAndByRelativeName() throws IOException {
        Path last = jar("last one.jar", "missing.jar first.jar");
        Path second = jar("second.jar", last.toUri().toString());
        Path classes = Files.createDirectory(directory.resolve("classes"));
        Path first = jar("first.jar", "second.jar classes/ http://example.org/remote.jar");
        Path plain = Files.writeString(directory.resolve("plain.txt"), "no jar");
        assertEquals(
                path(first, second, classes, last, directory.resolve("missing.jar"), plain),
                ClassPath.expand(first + File.pathSeparator + plain));
    }

    private static String path(Path... entries) {
        StringBuilder path = new StringBuilder();
        for (Path entry : entries) {
            path.append(path.length() == 0 ? "" : File.pathSeparator).append(entry);
        }
        return path.toString();
    }

    private Path jar(String name, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        Path jar = directory.resolve(name);
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
