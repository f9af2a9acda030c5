package io.greendoor.backdoor;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who has to leave a door that is full when one more client comes. */
// A program that connects again and again and never leaves must not shut out whoever comes to look what is wrong. So
// first go those that have entered nothing yet, which lose nothing, and of these the ones whose address has the most
// sessions. Then those that do nothing at their prompt, but only from an address that has more than half of all: one
// address never keeps the others out, nor is anybody ended for them who does not crowd the door. What runs is left to
// run.
final class Room {

    private static final double SHARE = 0.5;

    private Room() {}

    /** Of all that are there, the one that is to leave; null: none. */
    static @Nullable Visit leaving(List<Visit> visits) {
        Map<Object, Long> counts = visits.stream().collect(Collectors.groupingBy(Visit::origin, Collectors.counting()));
        Comparator<Visit> byCount = Comparator.comparing(visit -> counts.getOrDefault(visit.origin(), 0L));
        return visits.stream()
                .filter(visit -> !visit.hasEntered())
                .max(byCount.thenComparing(Visit::compareAges))
                .or(() -> visits.stream()
                        .filter(visit -> !visit.isRunning())
                        .filter(visit -> counts.getOrDefault(visit.origin(), 0L) > SHARE * visits.size())
                        .max(Visit::compareIdleness))
                .orElse(null);
    }
}
