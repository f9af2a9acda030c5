package io.greendoor.backdoor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/** Shows one compiler the application's classes as if they were all on its class path. */
final class ApplicationFiles extends ForwardingJavaFileManager<StandardJavaFileManager>
        implements StandardJavaFileManager {
    /**
     * They stay as they are while the program runs, wherever else the application's loader looks by then, and have many
     * classes that nobody else can name.
     */
    private static final Set<String> GREENDOOR =
            Set.of("io.greendoor.backdoor", "io.greendoor.greenlet", "io.greendoor.scheduler");

    private final CompilerFiles files;
    private final ApplicationClasses classes;

    ApplicationFiles(CompilerFiles files, ApplicationClasses classes) {
        super(files);
        this.files = files;
        this.classes = classes;
    }

    /** A class file, read when the compiler needs it. */
    private static final class ClassFile extends SimpleJavaFileObject {
        private final ApplicationClasses classes;
        private final String binaryName;

        ClassFile(ApplicationClasses classes, String binaryName) {
            super(URI.create("application:///" + binaryName.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
            this.classes = classes;
            this.binaryName = binaryName;
        }

        @Override
        public InputStream openInputStream() throws IOException {
            return classes.open(binaryName);
        }
    }

    @Override
    public Iterable<JavaFileObject> list(Location location, String packageName, Set<Kind> kinds, boolean recurse)
            throws IOException {
        if (location != StandardLocation.CLASS_PATH) {
            return super.list(location, packageName, kinds, recurse);
        }
        if (GREENDOOR.contains(packageName)) {
            CompilerFiles.Listing asked = new CompilerFiles.Listing(location, packageName, Set.copyOf(kinds), recurse);
            return files.shown(asked, () -> listOnClassPath(packageName, kinds, recurse));
        }
        return listOnClassPath(packageName, kinds, recurse);
    }

    private List<JavaFileObject> listOnClassPath(String packageName, Set<Kind> kinds, boolean recurse)
            throws IOException {
        StandardLocation location = StandardLocation.CLASS_PATH;
        Set<String> names = kinds.contains(Kind.CLASS) ? classes.names(packageName) : Set.of();
        boolean isOnClassPath = classes.isOnClassPath(packageName);
        List<JavaFileObject> found = new ArrayList<>();
        if (isOnClassPath) {
            for (JavaFileObject file : super.list(location, packageName, kinds, recurse)) {
                if (names.isEmpty() || file.getKind() != Kind.CLASS || !names.contains(simpleName(location, file))) {
                    found.add(file);
                }
            }
        }
        names.forEach(name -> found.add(new ClassFile(classes, packageName + "." + name)));
        return found;
    }

    private String simpleName(Location location, JavaFileObject file) {
        String binaryName = super.inferBinaryName(location, file);
        return binaryName.substring(binaryName.lastIndexOf('.') + 1);
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return ApiClassFile.whole(file) instanceof ClassFile ours
                ? ours.binaryName
                : super.inferBinaryName(location, file);
    }

    @Override
    public boolean contains(Location location, FileObject file) throws IOException {
        return ApiClassFile.whole(file) instanceof ClassFile
                ? location == StandardLocation.CLASS_PATH
                : super.contains(location, file);
    }

    @Override
    public boolean isSameFile(FileObject a, FileObject b) {
        FileObject one = ApiClassFile.whole(a);
        FileObject other = ApiClassFile.whole(b);
        boolean isOurs = one instanceof ClassFile || other instanceof ClassFile;
        return isOurs ? one == other : super.isSameFile(one, other);
    }

    @Override
    public Iterable<? extends Path> getLocationAsPaths(Location location) {
        return fileManager.getLocationAsPaths(location);
    }

    @Override
    public Iterable<? extends File> getLocation(Location location) {
        return fileManager.getLocation(location);
    }

    @Override
    public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
        fileManager.setLocation(location, files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }
}
