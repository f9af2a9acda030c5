package io.greendoor.backdoor;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source files of classes where they are often found beside a running program: on its class path (a
 * {@code -sources.jar} there, too), in the {@code -sources.jar} next to the class's own jar, and those of the JDK in
 * its {@code lib/src.zip}. Reads files: never on the loop.
 */
final class Sources {
    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int MOST_BYTES = 4 << 20;

    private final Path javaHome;

    Sources(Path javaHome) {
        this.javaHome = javaHome;
    }

    /** Those of this JVM. */
    static Sources ofJvm() {
        return new Sources(Path.of(System.getProperty("java.home")));
    }

    /** The text of the file in which a class should be; null if there is none to be found. */
    @Nullable
    String find(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        String path = outermost.getName().replace('.', '/') + ".java";
        try {
            String found = inClassPath(outermost, path);
            found = found == null ? besideJar(outermost, path) : found;
            return found == null ? inJdk(outermost, path) : found;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "the source of " + type.getName() + " cannot be read", e);
            return null; // as if there were none: the signatures are there all the same
        }
    }

    private static @Nullable String inClassPath(Class<?> type, String path) throws IOException {
        ClassLoader loader = type.getClassLoader();
        try (InputStream in = loader == null ? null : loader.getResourceAsStream(path)) {
            return in == null ? null : read(in);
        }
    }

    private static @Nullable String besideJar(Class<?> type, String path) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null
                || !"file".equals(location.getProtocol())
                || !location.getPath().endsWith(".jar")) {
            return null;
        }
        try {
            String jar = Path.of(location.toURI()).toString();
            return inZip(Path.of(jar.substring(0, jar.length() - ".jar".length()) + "-sources.jar"), path);
        } catch (URISyntaxException e) {
            throw new IOException("a jar's address is none: " + location, e);
        }
    }

    private @Nullable String inJdk(Class<?> type, String path) throws IOException {
        boolean isJdks = type.getModule().isNamed() && type.getModule().getLayer() == ModuleLayer.boot();
        return isJdks
                ? inZip(
                        javaHome.resolve("lib").resolve("src.zip"),
                        type.getModule().getName() + "/" + path)
                : null;
    }

    private static @Nullable String inZip(Path zip, String path) throws IOException {
        if (!Files.isRegularFile(zip)) {
            return null;
        }
        try (ZipFile file = new ZipFile(zip.toFile())) {
            ZipEntry entry = file.getEntry(path);
            if (entry == null) {
                return null;
            }
            try (InputStream in = file.getInputStream(entry)) {
                return read(in);
            }
        }
    }

    private static String read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
