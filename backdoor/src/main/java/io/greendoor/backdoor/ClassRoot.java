package io.greendoor.backdoor;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.lang.model.SourceVersion;

/** A place that a class loader reads class files from, and the names of the classes there. Holds nothing open. */
// Jars are listed by their entries, and not package by package, since many have no entries for their directories. What
// is in a jar inside another one (jar:nested: of Spring Boot), or below a directory of a jar, is listed by whoever
// knows that kind of URL: the connection that the URL itself makes.
sealed interface ClassRoot {

    /** Calls {@code found} with the package and the simple binary name of each class that could be named in Java. */
    void list(BiConsumer<String, String> found) throws IOException;

    /** A jar, or a directory of class files. */
    record OfPath(Path path) implements ClassRoot {
        @Override
        public void list(BiConsumer<String, String> found) throws IOException {
            if (Files.isDirectory(path)) {
                listDirectory(found);
            } else if (Files.isRegularFile(path)) {
                try (JarFile jar = new JarFile(path.toFile())) {
                    listJar(jar, "", found);
                }
            }
        }

        private void listDirectory(BiConsumer<String, String> found) throws IOException {
            try (Stream<Path> files = Files.walk(path)) {
                String separator = path.getFileSystem().getSeparator();
                files.map(file -> path.relativize(file).toString().replace(separator, "/"))
                        .forEach(file -> addClass(file, found));
            }
        }
    }

    /** A jar, as the connection of a {@code jar:} URL gives it, or what is below one of its directories. */
    record OfJarUrl(URL url) implements ClassRoot {
        @Override
        public void list(BiConsumer<String, String> found) throws IOException {
            String text = url.toExternalForm();
            int end = text.lastIndexOf("!/") + "!/".length();
            // Without the directory, which may have no entry
            URLConnection connection = new URL(url, text.substring(0, end)).openConnection();
            if (!(connection instanceof JarURLConnection jarConnection)) {
                throw new IOException(url + " leads to no jar, but to " + connection);
            }
            connection.setUseCaches(false); // so that the jar is ours to close
            try (JarFile jar = jarConnection.getJarFile()) {
                listJar(jar, text.substring(end), found);
            }
        }
    }

    private static void listJar(JarFile jar, String prefix, BiConsumer<String, String> found) {
        List<String> names = jar.stream().map(ZipEntry::getName).toList();
        for (String name : names) {
            if (name.startsWith(prefix)) {
                addClass(name.substring(prefix.length()), found);
            }
        }
    }

    private static void addClass(String file, BiConsumer<String, String> found) {
        int slash = file.lastIndexOf('/');
        if (slash < 0 || !file.endsWith(".class")) {
            return; // what is in the unnamed package cannot be named in another
        }
        String packageName = file.substring(0, slash).replace('/', '.');
        String simpleName = file.substring(slash + 1, file.length() - ".class".length());
        if (isMentioned(simpleName) && SourceVersion.isName(packageName)) {
            found.accept(packageName, simpleName);
        }
    }

    /** Whether a source can name the class, or a class that it names has it as a member. */
    private static boolean isMentioned(String simpleName) {
        for (int i = simpleName.indexOf('$'); i >= 0; i = simpleName.indexOf('$', i + 1)) {
            if (i + 1 < simpleName.length() && Character.isDigit(simpleName.charAt(i + 1))) {
                return false; // anonymous, or local to a method
            }
        }
        return SourceVersion.isIdentifier(simpleName) || simpleName.equals("package-info");
    }
}
