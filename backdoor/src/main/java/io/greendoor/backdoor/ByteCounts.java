package io.greendoor.backdoor;

import java.util.List;
import java.util.Locale;

/** Amounts of memory as people write them: {@code 512 B}, {@code 1.5 KiB}, {@code 64 MiB}. */
final class ByteCounts {

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

    private ByteCounts() {}

    /** In the largest unit of which there is at least one, with one decimal below ten. */
    static String format(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (Math.abs(amount) >= 1023.5 && unit < UNITS.size() - 1) {
            amount /= 1024;
            unit++;
        }
        boolean whole = unit == 0 || Math.abs(amount) >= 9.95;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", amount, UNITS.get(unit));
    }
}
