package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application as it is delivered: one jar, with the libraries as jars in it, that knows nothing of the class path. */
@Timeout(120)
class SpringBootTest {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)\n");

    private static final Duration START = Duration.ofSeconds(60); // on a machine that has other things to do

    private ClientProgram application;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        application = ClientProgram.start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-Dgreendoor.engine=" + System.getProperty("greendoor.engine", "thread"),
                "-jar",
                System.getProperty("application.jar"),
                "--door.port=0"));
        String printed = application.readUntil("listening on 127.0.0.1:", START) + application.readUntil("\n");
        Matcher listening = LISTENING.matcher(printed);
        assertTrue(listening.find());
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(listening.group(1)));
    }

    @AfterEach
    void end() {
        application.close();
    }

    @Test
    void everyClassInTheJarCanBeNamed() throws Exception {
        try (DoorClient client = new DoorClient(address)) {
            client.readUntilPrompt();
            // Live objects have their types, and what is in them
            assertEquals("\"tea\"\n", client.type("book.orders().get(0).item()"));
            assertEquals("", client.type("import io.greendoor.examples.shop.*;"));
            assertEquals("", client.type("book.add(new Order(\"cup\", 1))"));
            assertEquals("[Order[item=tea, count=2], Order[item=cup, count=1]]\n", client.type("book.orders()"));
            assertEquals("true\n", client.type("context.getBean(OrderBook.class) == book"));
            assertEquals("3\n", client.type("book.orders().stream().mapToInt(Order::count).sum()"));
            // The libraries'
            assertEquals("\"Tea\"\n", client.type("org.springframework.util.StringUtils.capitalize(\"tea\")"));
            assertEquals("", client.type("import org.springframework.core.env.*;"));
            assertEquals("", client.type("Environment env = context.getBean(Environment.class);"));
            assertEquals("\"0\"\n", client.type("env.getProperty(\"door.port\")"));
            assertEquals(
                    "true\n",
                    client.type("org.slf4j.LoggerFactory.getLogger(\"x\") instanceof ch.qos.logback.classic.Logger"));
            // What is typed extends the application's
            assertEquals(
                    "",
                    client.type("class Late extends OrderBook { public List<Order> orders() { return List.of(); } }"));
            assertEquals("[]\n", client.type("new Late().orders()"));
            String rejected = client.type("io.greendoor.examples.shop.Nothing.x()");
            assertTrue(rejected.contains("cannot find symbol"), rejected);
        }
    }

    @Test
    void tabCompletesWhatIsInTheJar() throws Exception {
        try (DoorClient terminal = TerminalClient.connectAndCompile(address, "xterm")) {
            terminal.send("book.ord\t.get(0).it\t\r");
            terminal.readUntil("\n\"tea\"\n");
            terminal.readUntilPrompt();
            terminal.send("new io.greendoor.examples.shop.OrderB\t");
            terminal.readUntil("OrderBook");
        }
    }
}
