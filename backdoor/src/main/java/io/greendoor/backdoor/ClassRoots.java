package io.greendoor.backdoor;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The places that a class loader and its parents read classes from, beyond the JVM's class path. */
// A URLClassLoader, as the loaders of Spring Boot and of Tomcat are, tells them. Others are asked for what is in many
// places, and where they find it shows these. A place that is neither a file nor a jar of some kind cannot be listed:
// what is there can be used at the prompt, but not named.
final class ClassRoots {
    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final Set<Path> jvmClassPath;
    private final Map<String, ClassRoot> roots = new LinkedHashMap<>();

    private ClassRoots(Set<Path> jvmClassPath) {
        this.jvmClassPath = jvmClassPath;
    }

    /** By their URLs, or paths. Those in {@code jvmClassPath} are left out. */
    static Map<String, ClassRoot> of(ClassLoader loader, Set<Path> jvmClassPath) {
        ClassRoots roots = new ClassRoots(jvmClassPath);
        boolean hasToldAll = true;
        ClassLoader each = loader;
        while (each != null && !isOfTheJvm(each)) {
            hasToldAll &= each instanceof URLClassLoader;
            if (each instanceof URLClassLoader urls) {
                roots.addAll(urls);
            }
            each = each.getParent();
        }
        if (!hasToldAll) {
            roots.addWhereFound(loader, MANIFEST);
            roots.addWhereFound(loader, "");
        }
        return Collections.unmodifiableMap(roots.roots);
    }

    private static boolean isOfTheJvm(ClassLoader loader) {
        return loader == ClassLoader.getSystemClassLoader() || loader == ClassLoader.getPlatformClassLoader();
    }

    private void addAll(URLClassLoader loader) {
        for (URL url : loader.getURLs()) {
            add(url);
        }
    }

    private void addWhereFound(ClassLoader loader, String resource) {
        try {
            for (URL url : Collections.list(loader.getResources(resource))) {
                String text = url.toExternalForm();
                add(new URL(url, text.substring(0, text.length() - resource.length())));
            }
        } catch (IOException
                | RuntimeException e) { // a loader of the application's: whatever it throws, it tells no more
            LOG.log(Level.DEBUG, () -> "The class loader " + loader + " does not tell its places", e);
        }
    }

    private void add(URL url) {
        switch (url.getProtocol()) {
            case "file" -> addFile(url);
            case "jar" -> addJar(url);
            case "jrt" -> {} // the JDK: the compiler has its own way there
            default -> LOG.log(Level.DEBUG, "The prompt''s compiler cannot list {0}", url);
        }
    }

    private void addJar(URL url) {
        String jar = url.getPath();
        if (jar.startsWith("file:") && jar.indexOf("!/") == jar.length() - 2) {
            try {
                addFile(new URL(jar.substring(0, jar.length() - 2)));
                return;
            } catch (IOException e) {
                LOG.log(Level.DEBUG, () -> "No file: " + url, e);
            }
        }
        roots.putIfAbsent(url.toExternalForm(), new ClassRoot.OfJarUrl(url));
    }

    /** With the jars that its manifest names, if it is a jar. */
    private void addFile(URL url) {
        try {
            String expanded = ClassPath.expand(Path.of(url.toURI()).toString());
            for (String each : expanded.split(File.pathSeparator)) {
                Path path = Path.of(each);
                if (!jvmClassPath.contains(path)) {
                    roots.putIfAbsent(each, new ClassRoot.OfPath(path));
                }
            }
        } catch (URISyntaxException | RuntimeException e) { // no file of the default file system
            LOG.log(Level.DEBUG, () -> "The prompt's compiler cannot list " + url, e);
        }
    }
}
