/**
 * greenlet and eventlet for Java, by their own names: {@link io.greendoor.greenlet.Greenlet} and {@link
 * io.greendoor.greenlet.Eventlet} are where to start.
 */
module io.greendoor.greenlet {
    requires transitive io.greendoor.scheduler;
    requires static transitive org.jspecify;

    exports io.greendoor.greenlet;
}
