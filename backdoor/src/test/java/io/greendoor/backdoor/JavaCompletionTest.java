package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion of types that are not on the class path. */
class JavaCompletionTest {
    @TempDir
    Path directory;

    private static List<String> complete(Prompt prompt, String source) {
        return prompt.interpreter.complete(source, source.length()).continuations();
    }

    @Test
    void packagesTypesAndMembersComplete() throws Exception {
        Path classes = new CompiledSources(directory, "classes")
                .with("shop/cart/Cart.java", "package shop.cart; public class Cart { public int count; }")
                .with("shop/cart/open/Door.java", "package shop.cart.open; public class Door { }")
                .compile();
        URL[] urls = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader());
                Prompt prompt = new Prompt(loader, new ConcurrentHashMap<>())) {
            assertEquals(List.of("shop."), complete(prompt, "shop"));
            assertEquals(List.of("cart."), complete(prompt, "1 + shop."));
            assertEquals(List.of("open.", "Cart"), complete(prompt, "shop.cart."));
            assertEquals(List.of("Cart()"), complete(prompt, "new shop.cart.C"));
            assertEquals(List.of("count"), complete(prompt, "new shop.cart.Cart().co"));
            assertEquals(List.of("Cart"), complete(prompt, "import shop.cart.C"));
        }
    }

    @Test
    void localsCompleteWhereANameMayBegin() throws Exception {
        try (Prompt prompt = new Prompt(getClass().getClassLoader(), new ConcurrentHashMap<>(Map.of("count", 1)))) {
            assertEquals("count", complete(prompt, "1 + ").get(0));
            assertEquals("count", complete(prompt, "\"a\".charAt(").get(0));
            assertEquals(List.of(), complete(prompt, "\"a\".length()"));
            assertEquals(List.of(), complete(prompt, "\"a\""));
            assertEquals("count", complete(prompt, "1 + (int)").get(0));
            assertEquals("count", complete(prompt, "if (1 < 2)").get(0));
        }
    }
}
