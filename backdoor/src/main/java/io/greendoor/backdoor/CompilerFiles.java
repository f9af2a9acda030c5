package io.greendoor.backdoor;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * What the compilers of a door's sessions read: the JDK's classes and those of the class path. One for all of them,
 * until the last has released it.
 */
// Left alone each JShell opens the whole class path for itself, and each of the three compilers in it has an object
// with a path for each class of the JDK that it has seen listed. Shared, that is a quarter of a session's memory less,
// and an interpreter is made sooner.
//
// The JDK's file manager is made for one thread, and is asked by one at a time here. What it lists of the JDK's own
// modules is kept, since that does not change; of the class path it is not, because a folder of classes may.
//
// Each run of a compiler tells the class path anew, and the JDK's file manager then goes through all the jars on it,
// which with 150 of them took nearly half of a short statement's time. Told the same again, it is not bothered here.
//
// JShell goes through all classes that a compiler has seen listed after each of its runs, several for each statement,
// which was nearly half of what a short one took. So of the JDK, and of Greendoor itself, compilers are shown only what
// snippets can name and what that needs (PackageApi): a thousand classes instead of 2,500.
final class CompilerFiles extends ForwardingJavaFileManager<StandardJavaFileManager>
        implements StandardJavaFileManager {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");

    /** What a compiler tells each time: the paths of JvmClasses, and which versions of classes it reads from jars. */
    private static final Set<String> SETTINGS = Set.of("-classpath", "--module-path", "--multi-release");

    /** A listing, as it was asked for. */
    record Listing(Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse) {}

    /** Lists the files of a package. */
    @FunctionalInterface
    interface Lister {
        List<JavaFileObject> list() throws IOException;
    }

    private final Map<Listing, List<JavaFileObject>> listed = new HashMap<>(); // as are the next three, guarded by this
    private final Set<Location> ofTheJdk = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, String> settings = new HashMap<>();
    private int users = 1;

    /** Makes one that the caller uses, until it releases it. */
    CompilerFiles() {
        this(ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null));
    }

    CompilerFiles(StandardJavaFileManager jdk) {
        super(jdk);
    }

    /** For one more, who releases it. The same, or, once the last has released that, a new one. */
    synchronized CompilerFiles use() {
        if (users == 0) {
            return new CompilerFiles();
        }
        users++;
        return this;
    }

    /** The caller uses it no more; the last one closes it. */
    synchronized void release() {
        users--;
        if (users == 0) {
            listed.clear();
            try {
                fileManager.close(); // it has a descriptor for each jar of the class path
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the compiler's files cannot be closed", e);
            }
        }
    }

    /** A compiler is done with it; others are not. */
    @Override
    public void close() {}

    @Override
    public synchronized Iterable<JavaFileObject> list(
            Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse) throws IOException {
        Lister all = () -> copy(super.list(location, packageName, kinds, recurse));
        return ofTheJdk.contains(location)
                ? shown(new Listing(location, packageName, Set.copyOf(kinds), recurse), all)
                : all.list();
    }

    /**
     * What snippets can see of a package that stays as it is while the program runs; all of it, if that cannot be told:
     * a compiler may still be able to read it.
     *
     * @param all lists the package, the first time that it is asked for
     */
    synchronized List<JavaFileObject> shown(Listing asked, Lister all) throws IOException {
        List<JavaFileObject> known = listed.get(asked);
        if (known == null) {
            known = all.list();
            try {
                known = PackageApi.of(known);
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "the classes of " + asked + " cannot be read", e);
            }
            listed.put(asked, known);
        }
        return known;
    }

    /** What is listed while it is iterated over would be listed without the lock. */
    private static <T> List<T> copy(Iterable<T> lazy) {
        List<T> copy = new ArrayList<>();
        lazy.forEach(copy::add);
        return copy;
    }

    @Override
    public synchronized Iterable<Set<Location>> listLocationsForModules(Location location) throws IOException {
        List<Set<Location>> modules = copy(super.listLocationsForModules(location));
        if (location == StandardLocation.SYSTEM_MODULES) {
            modules.forEach(ofTheJdk::addAll);
        }
        return modules;
    }

    @Override
    public synchronized Location getLocationForModule(Location location, String module) throws IOException {
        return super.getLocationForModule(location, module);
    }

    @Override
    public synchronized Location getLocationForModule(Location location, JavaFileObject file) throws IOException {
        return super.getLocationForModule(location, ApiClassFile.whole(file));
    }

    @Override
    public synchronized String inferModuleName(Location location) throws IOException {
        return super.inferModuleName(location);
    }

    @Override
    public synchronized String inferBinaryName(Location location, JavaFileObject file) {
        return super.inferBinaryName(location, ApiClassFile.whole(file));
    }

    @Override
    public synchronized ClassLoader getClassLoader(Location location) {
        return super.getClassLoader(location);
    }

    @Override
    public synchronized boolean handleOption(String current, Iterator<String> remaining) {
        if (!SETTINGS.contains(current) || !remaining.hasNext()) {
            return super.handleOption(current, remaining);
        }
        String value = remaining.next();
        if (value.equals(settings.get(current))) {
            return true;
        }
        boolean isKnown = super.handleOption(current, List.of(value).iterator());
        if (isKnown) {
            settings.put(current, value);
        }
        return isKnown;
    }

    @Override
    public synchronized int isSupportedOption(String option) {
        return super.isSupportedOption(option);
    }

    @Override
    public synchronized boolean hasLocation(Location location) {
        return super.hasLocation(location);
    }

    @Override
    public synchronized boolean isSameFile(FileObject one, FileObject other) {
        return super.isSameFile(ApiClassFile.whole(one), ApiClassFile.whole(other));
    }

    @Override
    public synchronized boolean contains(Location location, FileObject file) throws IOException {
        return super.contains(location, ApiClassFile.whole(file));
    }

    @Override
    public synchronized JavaFileObject getJavaFileForInput(
            Location location, String className, JavaFileObject.Kind kind) throws IOException {
        return super.getJavaFileForInput(location, className, kind);
    }

    @Override
    public synchronized FileObject getFileForInput(Location location, String packageName, String relativeName)
            throws IOException {
        return super.getFileForInput(location, packageName, relativeName);
    }

    @Override
    public synchronized Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public synchronized Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public synchronized Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }

    @Override
    public synchronized Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public synchronized void setLocation(Location location, Iterable<? extends File> files) throws IOException {
        settings.clear();
        fileManager.setLocation(location, files);
    }

    @Override
    public synchronized Iterable<? extends File> getLocation(Location location) {
        return fileManager.getLocation(location);
    }

    @Override
    public synchronized Iterable<? extends Path> getLocationAsPaths(Location location) {
        return fileManager.getLocationAsPaths(location);
    }
}
