package io.greendoor.backdoor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The sessions that are open at one door, by number. From any thread. */
final class SessionList {

    private final Map<Integer, Session> byNumber = new ConcurrentSkipListMap<>();
    private final AtomicInteger last = new AtomicInteger();

    /** Gives a session, which begins, its number: the first is 1. */
    int add(Session session) {
        int number = last.incrementAndGet();
        byNumber.put(number, session);
        return number;
    }

    void remove(int number) {
        byNumber.remove(number);
    }

    @Nullable
    Session get(int number) {
        return byNumber.get(number);
    }

    /** The oldest first. */
    List<Session> all() {
        return List.copyOf(byNumber.values());
    }
}
