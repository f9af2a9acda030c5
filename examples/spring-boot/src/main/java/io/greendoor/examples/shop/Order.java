package io.greendoor.examples.shop;

/** What somebody wants to buy. */
public record Order(String item, int count) {}
