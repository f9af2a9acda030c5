package io.greendoor.examples;

import io.greendoor.greenlet.Greenlet;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names as docs/compat.md writes them, {@code Event}, {@code Event()}, {@code Event.send(T)}, {@code
 * ListenOptions.DEFAULT}, and what of them there is in the compiled classes.
 */
final class JavaNames {
    private static final String GREENLET = "io.greendoor.greenlet";
    private static final List<String> OURS =
            List.of(GREENLET, "io.greendoor.backdoor", "io.greendoor.scheduler", "io.greendoor.scheduler.testing");
    private static final List<String> JDKS =
            List.of("java.lang", "java.io", "java.net", "java.nio.channels", "java.util.concurrent.locks");

    private JavaNames() {}

    /** The type of a name: all of {@code Event}, and {@code Event} of {@code Event.send(T)}. */
    static String typePart(String name) {
        String path = path(name);
        String[] parts = path.split("\\.");
        String last = parts[parts.length - 1];
        boolean isType = Character.isUpperCase(last.charAt(0)) && !last.equals(last.toUpperCase());
        return isType || parts.length == 1 ? path : path.substring(0, path.length() - last.length() - 1);
    }

    /** The last part of a name, without parameters: {@code send} of {@code Event.send(T)}. */
    static String simple(String name) {
        String path = path(name);
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static String path(String name) {
        return name.replaceFirst("\\(.*", "");
    }

    /** Whether it begins with the name of a public type of this project. */
    static boolean isOurs(String name) {
        return find(OURS, path(name).split("\\.")[0]).isPresent();
    }

    /** Whether it is of the package that the page is about. */
    static boolean isGreenlets(String name) {
        return find(List.of(GREENLET), path(name).split("\\.")[0]).isPresent();
    }

    /** Whether it is the method that a lambda implements: programs name its type only. */
    static boolean isLambdas(String name) {
        return find(List.of(GREENLET), typePart(name))
                .filter(type -> type.isAnnotationPresent(FunctionalInterface.class))
                .isPresent();
    }

    /** What is wrong with a name, if anything. */
    static Optional<String> problem(String name) {
        Optional<Class<?>> type =
                find(Stream.concat(OURS.stream(), JDKS.stream()).toList(), typePart(name));
        if (type.isEmpty()) {
            return Optional.of("there is no public type " + typePart(name) + " for `" + name + "`");
        }
        if (name.equals(typePart(name)) || members(type.get()).anyMatch(name::equals)) {
            return Optional.empty();
        }
        String similar = members(type.get())
                .filter(member -> simple(member).equals(simple(name)))
                .sorted()
                .collect(Collectors.joining("`, `", "`", "`"));
        return Optional.of("there is no `" + name + "`"
                + (similar.equals("``") ? ", nor anything else of that name" : "; there is " + similar));
    }

    private static Optional<Class<?>> find(List<String> packages, String type) {
        for (String each : packages) {
            try {
                Class<?> found = Class.forName(each + "." + type.replace('.', '$'));
                if (isPublic(found)) {
                    return Optional.of(found);
                }
            } catch (ClassNotFoundException elsewhere) {
                continue; // in another package, or nowhere
            }
        }
        return Optional.empty();
    }

    /** All that the package of greenlet and eventlet shows: its public types and what users see of them. */
    static Set<String> surface() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Class<?> type : publicTypes()) {
            names.add(nameOf(type));
            members(type).forEach(names::add);
        }
        return names;
    }

    private static List<Class<?>> publicTypes() throws IOException {
        String folder = GREENLET.replace('.', '/');
        Path place = codeOf(Greenlet.class);
        if (Files.isDirectory(place)) {
            return publicTypes(place.resolve(folder));
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return publicTypes(jar.getPath(folder));
        }
    }

    private static Path codeOf(Class<?> type) {
        try {
            URI code = type.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(code);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Class<?>> publicTypes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .<Class<?>>map(file -> load(GREENLET + "." + file.replace(".class", "")))
                    .filter(JavaNames::isPublic)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, JavaNames.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    /** What users see of a type and it declares itself, but for what overrides something that is listed elsewhere. */
    private static Stream<String> members(Class<?> type) {
        String name = nameOf(type);
        Stream<String> constructors = Arrays.stream(type.getDeclaredConstructors())
                .filter(each -> isSeen(each.getModifiers()) && !type.isEnum())
                .map(each -> name + parameters(each));
        Stream<String> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(each -> isSeen(each.getModifiers()) && !each.isSynthetic() && !isKnown(each))
                .map(each -> name + "." + each.getName() + parameters(each));
        Stream<String> fields = Arrays.stream(type.getDeclaredFields())
                .filter(each -> isSeen(each.getModifiers()))
                .map(each -> name + "." + each.getName());
        return Stream.of(constructors, methods, fields).flatMap(each -> each);
    }

    private static boolean isSeen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    /** Whether every object has it, every enum has it, or a public supertype of ours. */
    private static boolean isKnown(Method method) {
        Class<?> type = method.getDeclaringClass();
        if (type.isEnum() && Modifier.isStatic(method.getModifiers())) {
            return true;
        }
        for (Class<?> above = type.getSuperclass(); above != null; above = above.getSuperclass()) {
            boolean counts = above == Object.class || above.getName().startsWith(GREENLET);
            if (counts && declares(above, method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean declares(Class<?> type, Method method) {
        try {
            return type.getDeclaredMethod(method.getName(), method.getParameterTypes()) != null;
        } catch (NoSuchMethodException none) {
            return false;
        }
    }

    private static String parameters(Executable executable) {
        String list = Arrays.stream(executable.getGenericParameterTypes())
                .map(JavaNames::nameOf)
                .collect(Collectors.joining(", ", "(", ")"));
        return executable.isVarArgs() ? list.replace("[])", "...)") : list;
    }

    private static String nameOf(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return nameOf(parameterized.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return nameOf(array.getGenericComponentType()) + "[]";
        }
        if (type instanceof Class<?> named && named.getEnclosingClass() != null) {
            return nameOf(named.getEnclosingClass()) + "." + named.getSimpleName();
        }
        return type instanceof Class<?> named ? named.getSimpleName() : type.getTypeName();
    }
}
