package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications whose classes do not come from the class path: what can be loaded can be named, and is the same. */
class ApplicationClassesTest {
    private static final ClassLoader CLASS_PATH = ApplicationClassesTest.class.getClassLoader();

    /** A web application's: what it has itself comes first. */
    private static class ChildFirst extends URLClassLoader {
        ChildFirst(ClassLoader parent, URL... urls) {
            super(urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && findResource(name.replace('.', '/') + ".class") != null) {
                    loaded = findClass(name);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }

        @Override
        public URL getResource(String name) {
            URL own = findResource(name);
            return own == null ? super.getResource(name) : own;
        }
    }

    /** A loader of a kind of its own, which does not tell where it looks. */
    private static final class Secretive extends ClassLoader {
        private final ClassLoader actual;

        Secretive(ClassLoader actual) {
            super(null);
            this.actual = actual;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            return actual.loadClass(name);
        }

        @Override
        protected URL findResource(String name) {
            return actual.getResource(name);
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            return actual.getResources(name);
        }
    }

    @TempDir
    Path directory;

    private URLClassLoader webApplication;

    @BeforeEach
    void deploy() throws Exception {
        Path webInf = directory.resolve("app/WEB-INF");
        Path classes = new CompiledSources(webInf, "classes")
                .with("com/shop/Cart.java", """
                        package com.shop;
                        import java.util.*;
                        public class Cart {
                            public List<com.lib.Item> items() { return List.of(new com.lib.Item("tea")); }
                            public static class Line { public int count = 2; }
                            static class Secret {}
                        }
                        """)
                .with("com/lib/Item.java", "package com.lib; public record Item(String name) {}")
                .with(
                        "com/acme/App.java",
                        "package com.acme; public class App { public String version() { return \"the child's\"; } }")
                .compile();
        Path lib = Files.createDirectories(webInf.resolve("lib"));
        Path library = directory.resolve("library");
        Files.createDirectories(library.resolve("com"));
        Files.move(classes.resolve("com/lib"), library.resolve("com/lib"));
        Path jar = CompiledSources.jar(library, lib.resolve("lib.jar"));
        webApplication =
                new ChildFirst(CLASS_PATH, classes.toUri().toURL(), jar.toUri().toURL());
    }

    @AfterEach
    void undeploy() throws IOException {
        webApplication.close();
    }

    private Prompt prompt(ClassLoader loader) {
        return new Prompt(loader, new ConcurrentHashMap<>());
    }

    @Test
    void aWebApplicationsClassesAndLibrariesAreNamed() {
        try (Prompt prompt = prompt(webApplication)) {
            assertEquals("[Item[name=tea]]", prompt.type("new com.shop.Cart().items()"));
            assertEquals("\"tea\"", prompt.type("_.get(0).name()"));
            assertEquals("2", prompt.type("new com.shop.Cart.Line().count"));
            assertEquals("", prompt.type("import com.lib.*;"));
            assertEquals("Item[name=cup]", prompt.type("new Item(\"cup\")"));
        }
    }

    @Test
    void ofTwoVersionsThePromptSeesTheOneThatTheLoaderFinds() {
        try (Prompt child = prompt(webApplication);
                Prompt parent = prompt(CLASS_PATH)) {
            assertEquals("\"the child's\"", child.type("new com.acme.App().version()"));
            assertEquals("\"app\"", parent.type("new com.acme.App().name()"));
            assertTrue(parent.type("new com.acme.App().version()").contains("cannot find symbol"));
            // The rest of the package is the parent's
            assertEquals("\"none\"", child.type("com.acme.Service.none().name()"));
        }
    }

    @Test
    void theParentFirstIsTheParents() throws Exception {
        try (URLClassLoader parentFirst = new URLClassLoader(webApplication.getURLs(), CLASS_PATH);
                Prompt prompt = prompt(parentFirst)) {
            assertEquals("\"app\"", prompt.type("new com.acme.App().name()"));
            assertEquals("2", prompt.type("new com.shop.Cart.Line().count"));
        }
    }

    @Test
    void liveObjectsOfTheApplicationHaveTheirTypes() throws Exception {
        Object cart = webApplication.loadClass("com.shop.Cart").getConstructor().newInstance();
        ConcurrentHashMap<String, Object> locals = new ConcurrentHashMap<>();
        locals.put("cart", cart);
        try (Prompt prompt = new Prompt(webApplication, locals)) {
            assertEquals("\"tea\"", prompt.type("cart.items().get(0).name()"));
        }
    }

    @Test
    void whatTheLoaderDoesNotFindCannotBeNamed() throws Exception {
        try (URLClassLoader alone = new URLClassLoader(webApplication.getURLs(), ClassLoader.getPlatformClassLoader());
                Prompt prompt = prompt(alone)) {
            assertEquals("\"the child's\"", prompt.type("new com.acme.App().version()"));
            assertTrue(prompt.type("com.acme.Service.none()").contains("cannot find symbol"));
        }
    }

    @Test
    void aLoaderOfAnotherKindIsAskedWhereItLooks() throws Exception {
        try (Prompt prompt = prompt(new Secretive(webApplication))) {
            assertEquals("2", prompt.type("new com.shop.Cart.Line().count"));
        }
    }

    @Test
    void whatIsAddedLaterIsSeenByTheNextSession() throws Exception {
        class Growing extends URLClassLoader {
            Growing() {
                super(new URL[0], CLASS_PATH);
            }

            void grow() {
                List.of(webApplication.getURLs()).forEach(this::addURL);
            }
        }
        try (Growing loader = new Growing()) {
            ApplicationClasses before = ApplicationClasses.of(loader);
            assertEquals(Set.of(), before.names("com.shop"));
            assertSame(before, before.refreshed());

            loader.grow();

            ApplicationClasses after = before.refreshed();
            assertNotSame(before, after);
            assertEquals(Set.of("Cart", "Cart$Line", "Cart$Secret"), after.names("com.shop"));
        }
    }

    @Test
    void aPlainClassPathIsLeftToTheCompiler() {
        ApplicationClasses classes = ApplicationClasses.of(CLASS_PATH);
        assertEquals(Set.of(), classes.names("com.acme"));
        assertTrue(classes.isOnClassPath("com.acme"));
    }

    @Test
    void aJarThatCannotBeReadHidesNothingElse() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.jar"), "no jar");
        URL remote = new URL("jar:file:" + directory.resolve("missing.jar") + "!/");
        URL odd = new URL("http://localhost:1/classes/");
        URL classes = webApplication.getURLs()[0];
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {broken.toUri().toURL(), remote, odd, classes}, CLASS_PATH)) {
            assertEquals(
                    Set.of("Cart", "Cart$Line", "Cart$Secret"),
                    ApplicationClasses.of(loader).names("com.shop"));
        }
    }

    @Test
    void classFilesAreReadBelowADirectoryOfAJarToo() throws Exception {
        Path war = CompiledSources.jar(directory.resolve("app"), directory.resolve("app.war"));
        URL below = new URL("jar:" + war.toUri() + "!/WEB-INF/classes/");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {below}, CLASS_PATH);
                Prompt prompt = prompt(loader)) {
            assertEquals("2", prompt.type("new com.shop.Cart.Line().count"));
        }
    }

    @Test
    void nothingOfAnApplicationStaysOpen() throws Exception {
        Path lib = directory.resolve("app/WEB-INF/lib/lib.jar");
        try (Prompt prompt = prompt(webApplication)) {
            assertEquals("Item[name=cup]", prompt.type("new com.lib.Item(\"cup\")"));
        }
        webApplication.close();
        assertEquals(List.of(), openFiles(lib));
    }

    /** By the descriptors of this process, where the system shows them. */
    private static List<Path> openFiles(Path file) throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return Collections.emptyList();
        }
        try (var each = Files.list(descriptors)) {
            return each.filter(descriptor -> leadsTo(descriptor, file)).toList();
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.isSameFile(descriptor, file);
        } catch (IOException closed) {
            return false; // meanwhile
        }
    }
}
