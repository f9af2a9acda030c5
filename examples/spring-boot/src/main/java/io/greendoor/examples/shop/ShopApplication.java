package io.greendoor.examples.shop;

import java.util.concurrent.CountDownLatch;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** {@code java -jar} of its one jar, then {@code telnet localhost 3000}. */
@SpringBootApplication
public class ShopApplication {

    /**
     * Runs until it is killed.
     *
     * @param args properties of Spring's, such as {@code --door.port=0}
     */
    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }

    /** Sells nothing but tea. */
    @Bean
    CommandLineRunner sell(OrderBook book) {
        return args -> {
            book.add(new Order("tea", 2));
            new CountDownLatch(1).await();
        };
    }
}
