package io.greendoor.backdoor;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLConnection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What classes the application has, as its class loader sees them: what the prompt's compiler needs to know. */
// The compiler asks for classes by the package; a class loader finds one class of a given name, and cannot list any. So
// both are brought together in this way:
//
//   the JVM's class path and modules   the compiler reads itself, by its options (JvmClasses)
//   all other places                   are listed here, once for all sessions, as long as they stay the same
//   a class file                       is the one that the loader finds by that name, whoever has listed it
//
// The last line makes compiler and executor agree where several places have the same class: in what order a loader
// looks, the parent or the child first, is its own business. With a plain class path nothing is listed, and the
// compiler reads everything itself. What is kept are names, no descriptors: as many as the application has packages and
// classes outside the class path.
//
// Immutable, so all threads may use it. Making it may take a second.
final class ApplicationClasses {
    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final String OWN_PACKAGE = ApplicationClasses.class.getPackageName();

    private final ClassLoader loader;
    private final JvmClasses jvm;
    private final boolean hasJvmClasses;
    private final Map<String, ClassRoot> roots;
    private final Map<String, Set<String>> names;
    private final NavigableSet<String> packages;

    private ApplicationClasses(ClassLoader loader) {
        this.loader = loader;
        this.jvm = JvmClasses.get();
        this.hasJvmClasses = reaches(loader, ClassLoader.getSystemClassLoader());
        this.roots = roots();
        this.names = list();
        this.packages = new TreeSet<>(names.keySet());
        packages.addAll(jvm.exportedPackages());
    }

    /** Those that {@code loader} finds now. */
    static ApplicationClasses of(ClassLoader loader) {
        return new ApplicationClasses(loader);
    }

    /** The same, or what the loader finds now if it looks into other places than before. */
    ApplicationClasses refreshed() {
        return roots().keySet().equals(roots.keySet()) ? this : new ApplicationClasses(loader);
    }

    private static boolean reaches(ClassLoader loader, ClassLoader parent) {
        ClassLoader each = loader;
        while (each != null && each != parent) {
            each = each.getParent();
        }
        return each == parent;
    }

    private Map<String, ClassRoot> roots() {
        return ClassRoots.of(loader, hasJvmClasses ? new HashSet<>(jvm.classPath()) : Set.of());
    }

    private Map<String, Set<String>> list() {
        Map<String, Set<String>> found = new HashMap<>();
        roots.forEach((place, root) -> {
            try {
                root.list((packageName, name) -> found.computeIfAbsent(packageName, absent -> new LinkedHashSet<>())
                        .add(name));
            } catch (IOException | RuntimeException e) { // the application's loader goes on without it as well
                LOG.log(Level.DEBUG, () -> "The prompt's compiler cannot list the classes of " + place, e);
            }
        });
        return found;
    }

    ClassLoader loader() {
        return loader;
    }

    /** By which the compiler finds what is not listed here. */
    List<String> compilerOptions() {
        return jvm.compilerOptions();
    }

    /** Whether the loader finds what is in this package on the JVM's class path. */
    boolean isOnClassPath(String packageName) {
        return !jvm.classPath().isEmpty() && (hasJvmClasses || packageName.equals(OWN_PACKAGE));
    }

    /** The simple binary names of the classes of a package that are not on the JVM's class path, or not only there. */
    Set<String> names(String packageName) {
        return Collections.unmodifiableSet(names.getOrDefault(packageName, Set.of()));
    }

    /**
     * The last parts of the names of packages outside the JVM's class path that a text may go on to; with dots behind
     * them. Nothing for an empty text.
     */
    SortedSet<String> nextOfPackages(String beginning) {
        SortedSet<String> next = new TreeSet<>();
        int start = beginning.lastIndexOf('.') + 1;
        String first = beginning.isEmpty() ? null : packages.ceiling(beginning);
        for (String each = first; each != null && each.startsWith(beginning); each = packages.higher(each)) {
            int dot = each.indexOf('.', beginning.length());
            next.add((dot < 0 ? each.substring(start) : each.substring(start, dot)) + ".");
        }
        return next;
    }

    /** The class file that the loader finds. */
    InputStream open(String binaryName) throws IOException {
        String resource = binaryName.replace('.', '/') + ".class";
        URL url = loader.getResource(resource);
        if (url != null) {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false); // a jar in the cache stays open for ever
            return connection.getInputStream();
        }
        InputStream stream = loader.getResourceAsStream(resource);
        if (stream == null) {
            throw new FileNotFoundException(
                    "The application's class loader, " + loader + ", does not find " + resource);
        }
        return stream;
    }
}
