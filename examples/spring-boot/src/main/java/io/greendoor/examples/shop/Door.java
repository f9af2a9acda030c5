package io.greendoor.examples.shop;

import io.greendoor.backdoor.Backdoor;
import io.greendoor.backdoor.BackdoorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The door: at its prompt {@code context} is the application's context, and {@code book} one of its beans. */
@Configuration
public class Door {

    /** Open as long as the application runs. Has a loop of its own, since the application has none. */
    @Bean(destroyMethod = "close")
    BackdoorServer backdoor(ApplicationContext context, OrderBook book, @Value("${door.port:3000}") int port)
            throws IOException {
        return Backdoor.server()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .locals(new ConcurrentHashMap<>(Map.of("context", context, "book", book)))
                .start();
    }
}
