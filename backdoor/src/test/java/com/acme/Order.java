package com.acme;

import java.util.List;

/** A bean, as applications have them. */
public class Order extends Identified {
    public String note = "none";

    private final String customer;
    private final List<String> items;
    private final boolean paid;

    public Order(int id, String customer, boolean paid, String... items) {
        super(id);
        this.customer = customer;
        this.paid = paid;
        this.items = List.of(items);
    }

    public boolean isPaid() {
        return paid;
    }

    public int getTotal() {
        if (items.isEmpty()) {
            throw new IllegalStateException("nothing ordered");
        }
        return items.size() * 10;
    }

    public List<String> getItems() {
        return items;
    }

    public String getCustomer() {
        return customer;
    }

    public String getURL() {
        return "/orders/" + getId();
    }

    // None of these is a property
    public void getNothing() {}

    public int getDouble(int x) {
        return 2 * x;
    }

    public static int getCount() {
        return 7;
    }

    public int get() {
        return 1;
    }

    public String isNoBoolean() {
        return "x";
    }
}
