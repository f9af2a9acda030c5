package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import com.acme.Documented;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HelpTextTest {
    private static final String SOURCE = """
            package com.acme;

            /**
             * Has something written about it. See {@link java.util.List#of(Object, Object) lists}
             * and {@link #get}.
             *
             * <p>More that is not shown.
             */
            public class Documented<T extends Comparable<T>> implements Comparable<Documented<T>> {
                /** The most. */
                public static final int LIMIT = 3;

                /** From a list of {@code List<T>}, e.g. &lt;none&gt;. Second sentence. */
                public Documented(java.util.List<? extends T> first, int... counts) {}

                /**
                 * Makes a map.
                 * @param <K> of keys
                 */
                public static <K, V> Map<K, V> mapOf(K key, V value) { return null; }

                /** Gets <b>it</b>!
                 * @return it */
                public T get(final @Deprecated java.util.Map.Entry<String, T[]> entry) { return null; }

                public void undocumented() {}

                public interface Inner {
                    /** Calls. */
                    void call(String[] names);
                }
            }
            """;

    @TempDir
    Path directory;

    private Sources none() {
        return new Sources(directory);
    }

    private Path zip(String name, String entry, byte[] content) throws IOException {
        Path zip = directory.resolve(name);
        Files.createDirectories(zip.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(content);
        }
        return zip;
    }

    private Path zip(String name, String entry, String content) throws IOException {
        return zip(name, entry, content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        try (var in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void withoutSourcesThereAreSignatures() {
        assertEquals("""
                public class com.acme.App

                Constructors
                  App()

                Static methods
                  static App hidden()
                  static Service hiddenRecord()
                  static Service packagePrivate()

                Methods
                  <T> T call(Callable<T>) throws Exception
                  void fail()
                  void fail(Throwable) throws Throwable
                  String name()

                Fields
                  int port

                (signatures only: no sources were found on the class path, beside the jar, or in the JDK)
                """, HelpText.of(new App(), none(), 100).replaceAll(" (body|throwable)\\)", ")"));
    }

    @Test
    void sourcesOnTheClassPathAreRead() throws Exception {
        Path sources = zip("any-sources.jar", "com/acme/Documented.java", SOURCE);
        Path classes = zip("any.zip", "com/acme/Documented.class", classFile(Documented.class));
        try (URLClassLoader loader = loader(classes, sources)) {
            Class<?> type = loader.loadClass(Documented.class.getName());
            assertEquals("""
                    public class com.acme.Documented<T extends java.lang.Comparable<T>>
                    Has something written about it. See lists and get.

                    Constructors
                      Documented()
                      Documented(List<? extends T>, int...)
                          From a list of List<T>, e.g. <none>.

                    Static methods
                      static <K, V> Map<K, V> mapOf(K, V)
                          Makes a map.

                    Methods
                      int compareTo(Documented<T>)
                      T get(Map.Entry<String, T[]>) throws IOException
                          Gets it!
                      void old()  (deprecated)
                      void older()  (deprecated, to be removed)
                      void undocumented()

                    Static fields
                      static final int LIMIT
                          The most.
                    """, withoutNames(HelpText.of(type, none(), 100)));
        }
    }

    /** Tests are compiled with or without the names of parameters. */
    private static String withoutNames(String help) {
        return help.replaceAll(" (first|counts|key|value|entry|other)(?=[,)])", "");
    }

    /** A loader that knows these files first. */
    private static URLClassLoader loader(Path... files) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path file : files) {
            urls.add(file.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    @Test
    void sourcesBesideTheJarAreRead() throws Exception {
        zip("lib/app-1.0-sources.jar", "com/acme/Documented.java", SOURCE);
        Path jar = zip("lib/app-1.0.jar", "com/acme/Documented.class", classFile(Documented.class));
        try (URLClassLoader loader = loader(jar)) {
            String help = HelpText.of(loader.loadClass(Documented.class.getName()), none(), 100);
            assertTrue(help.contains("\nHas something written about it."), help);
        }
    }

    @Test
    void sourcesOfTheJdkAreReadAndInheritedCommentsFound() throws Exception {
        zip("jdk/lib/src.zip", "java.base/java/util/Optional.java", """
                package java.util;
                /** A container. */
                public final class Optional<T> {
                    /** Gets the value.
                     * Or throws. */
                    public T get() { return null; }
                }
                """);
        String help = HelpText.of(Optional.class, new Sources(directory.resolve("jdk")), 100);
        assertTrue(help.startsWith("public final class java.util.Optional<T>\nA container.\n\n"), help);
        assertTrue(help.contains("\n  T get()\n      Gets the value.\n"), help);

        zip("other/lib/src.zip", "java.base/java/util/Collection.java", """
                package java.util;
                public interface Collection<E> {
                    /** Adds an element. */
                    boolean add(E e);
                }
                """);
        String inherited = HelpText.of(new ArrayList<>(), new Sources(directory.resolve("other")), 100);
        assertTrue(inherited.contains("  boolean add(E)\n      Adds an element.\n"), inherited);
    }

    @Test
    void nestedClassesAreFoundInTheirFile() throws Exception {
        Path sources = zip("nested-sources.jar", "com/acme/Documented.java", SOURCE);
        Path classes = directory.resolve("nested.zip");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(classes))) {
            for (String name : List.of("Documented", "Documented$Inner")) {
                out.putNextEntry(new ZipEntry("com/acme/" + name + ".class"));
                try (var in = Documented.class.getResourceAsStream(name + ".class")) {
                    in.transferTo(out);
                }
            }
        }
        try (URLClassLoader loader = loader(classes, sources)) {
            String help = HelpText.of(loader.loadClass("com.acme.Documented$Inner"), none(), 100);
            assertTrue(help.contains("void call(String[]"), help);
            assertTrue(help.contains("\n      Calls.\n"), help);
        }
    }

    @Test
    void sourcesThatAreNoneAreNoHelpAndNoFailure() throws Exception {
        Path broken = directory.resolve("app-sources.jar");
        Files.writeString(broken, "this is no zip");
        Path jar = zip("app.jar", "com/acme/Documented.class", classFile(Documented.class));
        Path garbage = zip("garbage.jar", "com/acme/App.java", "class } \0 {{{ \"");
        Path app = zip("app.zip", "com/acme/App.class", classFile(App.class));
        Path service = zip("service.zip", "com/acme/Service.class", classFile(com.acme.Service.class));
        try (URLClassLoader loader = loader(jar, garbage, app, service)) {
            assertTrue(HelpText.of(loader.loadClass(Documented.class.getName()), none(), 100)
                    .endsWith("or in the JDK)\n"));
            assertTrue(HelpText.of(loader.loadClass(App.class.getName()), none(), 100)
                    .contains("\n(not all can be told: java.lang.NoClassDefFoundError: "));
        }
        SourceDocs docs = SourceDocs.parse("class } \0 {{{ \"");
        assertEquals(null, docs.ofClass("App"));
    }

    @Test
    void membersOfAnArrayAreItsLengthAndElements() {
        assertEquals("int[][]\n\nAn array: x.length, x[0]\n", HelpText.of(new int[0][], none(), 100));
    }

    @Test
    void manyMembersAreCut() {
        String help = HelpText.of(ManyMembers.class, none(), 100);
        assertTrue(help.contains(" more, see dir(x)\n"), help);
        assertTrue(help.lines().count() < 250, help);
    }

    @Test
    void bridgesHideWhatTheyOverrideAndOpenWhatIsHidden() {
        assertEquals(
                1,
                HelpText.of(Thread.State.NEW, none(), 100)
                        .lines()
                        .filter(line -> line.contains(" compareTo("))
                        .count());
        assertTrue(Directory.names(new StringBuilder()).containsAll(List.of("append", "length", "setLength")));
        assertFalse(Directory.names(new StringBuilder()).contains("value"));
    }

    @Test
    void longTextsAreBroken() {
        StringBuilder out = new StringBuilder();
        Paragraph.append(out, "  one two three", 9);
        Paragraph.append(out, "unbreakable", 3);
        Paragraph.append(out, "", 3);
        assertEquals("  one two\n  three\nunbreakable\n\n", out.toString());
    }
}
