/**
 * How to test what runs on the scheduler: in {@linkplain io.greendoor.scheduler.testing.VirtualTime virtual time}, and
 * on {@linkplain io.greendoor.scheduler.testing.EveryEngine every engine}.
 */
module io.greendoor.scheduler.testing {
    requires transitive io.greendoor.scheduler;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports io.greendoor.scheduler.testing;

    opens io.greendoor.scheduler.testing to
            org.junit.platform.commons; // JUnit makes the extension
}
