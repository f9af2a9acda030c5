package io.greendoor.backdoor;

import java.io.File;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes that the JVM was started with, besides the JDK's: those of its class path, and those of its modules. */
// Modules as such, and not merely as places of classes: then the compiler knows which of their packages are exported,
// and a public class may extend one that is not.
record JvmClasses(List<Path> classPath, Map<String, Path> modules) {

    static JvmClasses get() {
        return new JvmClasses(startedWith(), bootModules());
    }

    private static List<Path> startedWith() {
        String classPath = System.getProperty("java.class.path");
        if (classPath.isEmpty() && System.getProperty("jdk.module.main") != null) {
            return List.of(); // otherwise an empty one would be the current directory
        }
        return Stream.of(ClassPath.expand(classPath).split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** The modules that come from files, by their names. */
    private static Map<String, Path> bootModules() {
        Map<String, Path> found = new TreeMap<>();
        for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
            URI location = module.reference().location().orElse(null);
            if (location != null && "file".equals(location.getScheme()) && Files.exists(Path.of(location))) {
                found.put(module.name(), Path.of(location));
            }
        }
        return found;
    }

    /** For the compiler: the class path, and the modules if there are any. */
    List<String> compilerOptions() {
        List<String> options = new ArrayList<>(List.of("-classpath", joined(classPath)));
        if (!modules.isEmpty()) {
            options.addAll(List.of("--module-path", joined(modules.values())));
            options.addAll(List.of("--add-modules", String.join(",", modules.keySet())));
        }
        return options;
    }

    private static String joined(Iterable<Path> paths) {
        List<String> texts = new ArrayList<>();
        paths.forEach(path -> texts.add(path.toString()));
        return String.join(File.pathSeparator, texts);
    }

    /** The packages of the modules that everybody may name. */
    Set<String> exportedPackages() {
        return ModuleLayer.boot().modules().stream()
                .filter(module -> modules.containsKey(module.getName()))
                .flatMap(module -> module.getPackages().stream().filter(module::isExported))
                .collect(Collectors.toSet());
    }
}
