package com.acme;

/** A superclass that is not public, with a property. */
class Identified {
    private final int id;

    Identified(int id) {
        this.id = id;
    }

    public int getId() {
        return id;
    }
}
