package io.greendoor.examples.shop;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;

/** The orders of today. */
@Service
public class OrderBook {
    private final List<Order> orders = new ArrayList<>();

    /** Takes one more. */
    public synchronized void add(Order order) {
        orders.add(order);
    }

    /** Those so far. */
    public synchronized List<Order> orders() {
        return List.copyOf(orders);
    }
}
