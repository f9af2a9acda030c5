/** Programs to read, run and look into. */
module io.greendoor.examples {
    requires transitive io.greendoor.backdoor;
    requires transitive io.greendoor.greenlet;
    requires static transitive org.jspecify;

    exports io.greendoor.examples;
}
