package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.scheduler.Scheduler;
import java.io.BufferedReader;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;

/** The door of an application that is a named module, on a module path, with no class path at all. */
@Timeout(60)
class NamedModuleTest {
    @TempDir
    Path directory;

    private Process application;
    private InetSocketAddress address;
    private DoorClient client;

    @BeforeEach
    void start() throws Exception {
        String libraries = libraries();
        Path module = new CompiledSources(directory, "app")
                .with("module-info.java", """
                        module app {
                            requires io.greendoor.backdoor;
                            exports com.shop;
                        }
                        """)
                .with("com/shop/Main.java", """
                        package com.shop;
                        import io.greendoor.backdoor.*;
                        import java.net.*;
                        import java.util.*;
                        import java.util.concurrent.*;
                        public class Main {
                            public static void main(String[] args) throws Exception {
                                Map<String, Object> locals = new ConcurrentHashMap<>();
                                locals.put("cart", new com.shop.impl.BigCart());
                                locals.put("secret", new com.shop.impl.Secret());
                                var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
                                var server = Backdoor.server().listen(local).locals(locals).start();
                                System.out.println(((InetSocketAddress) server.address()).getPort());
                                System.in.read();
                            }
                        }
                        """)
                .with("com/shop/Cart.java", """
                        package com.shop;
                        public class Cart extends com.shop.impl.Hidden {
                            public record Line(String name) {}
                            public java.util.List<Line> lines() { return java.util.List.of(new Line("tea")); }
                        }
                        """)
                .with("com/shop/impl/Hidden.java", """
                        package com.shop.impl;
                        public class Hidden { public int inherited() { return 7; } }
                        """)
                .with(
                        "com/shop/impl/BigCart.java",
                        "package com.shop.impl; public class BigCart extends com.shop.Cart {}")
                .with(
                        "com/shop/impl/Secret.java",
                        "package com.shop.impl; public class Secret implements Runnable { public void run() {} }")
                .compile("--module-path", libraries + File.pathSeparator + placeOf(NullMarked.class));
        application = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dgreendoor.engine=thread",
                        "-p",
                        module + File.pathSeparator + libraries,
                        "-m",
                        "app/com.shop.Main")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = application.inputReader();
        int port = Integer.parseInt(output.readLine());
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        client = new DoorClient(address);
        client.readUntilPrompt();
    }

    private static String libraries() {
        List<Class<?>> oneOfEach = List.of(
                Backdoor.class, Eventlet.class, Scheduler.class, LineReader.class, Terminal.class, ClassWriter.class);
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> each : oneOfEach) {
            places.add(placeOf(each));
        }
        return places.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path placeOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    @AfterEach
    void end() throws Exception {
        client.close();
        application.destroyForcibly().waitFor();
    }

    @Test
    void whatIsExportedIsNamedAndWhatIsNotIsKnownByWhatItExtends() throws Exception {
        assertEquals("[Line[name=tea]]\n", client.type("new com.shop.Cart().lines()"));
        assertEquals("\"tea\"\n", client.type("_.get(0).name()"));
        assertEquals("7\n", client.type("new com.shop.Cart().inherited()"));
        assertEquals("", client.type("import com.shop.*;"));
        assertEquals("\"cup\"\n", client.type("new Cart.Line(\"cup\").name()"));

        assertEquals("\"tea\"\n", client.type("cart.lines().get(0).name()"));
        assertEquals("", client.type("secret.run()"));

        String rejected = client.type("new com.shop.impl.BigCart()");
        assertTrue(rejected.contains("com.shop.impl is not visible"), rejected);

        assertEquals("true\n", client.type("Eventlet.spawn(() -> 1) instanceof io.greendoor.greenlet.GreenThread"));
    }

    @Test
    void tabCompletesMembersAndWhatIsExported() throws Exception {
        try (DoorClient terminal = TerminalClient.connectAndCompile(address, "xterm")) {
            terminal.send("cart.lin\t.get(0).na\t\r");
            terminal.readUntil("\n\"tea\"\n");
            terminal.readUntilPrompt();
            terminal.send("com.shop.C\t");
            terminal.readUntil("com.shop.Cart");
        }
    }
}
