package com.acme;

public interface Service {
    String name();

    static Service none() {
        return () -> "none";
    }
}
