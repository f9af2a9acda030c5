package io.greendoor.backdoor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/** Durations as people write them: {@code 850 ns}, {@code 1.23 ms}, {@code 4.5 s}, {@code 2 min 3 s}, {@code 5 d 1 h}. */
// Under a minute: three digits in the largest unit of which there is at least one. From there on: whole units, the
// largest two, without the second where there is none. Rounded before the unit is chosen, so that 999.9 µs are 1 ms.
final class Durations {
    private static final long SECOND = 1_000_000_000L;
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final List<String> SMALL = List.of("ns", "µs", "ms", "s");

    private Durations() {}

    static String format(Duration duration) {
        if (!duration.isNegative()) {
            return formatPositive(duration);
        }
        // The longest negative one has no positive counterpart.
        boolean longest = duration.toSeconds() == Long.MIN_VALUE;
        return "-" + formatPositive(longest ? Duration.ofSeconds(Long.MAX_VALUE) : duration.negated());
    }

    static String formatNanos(long nanos) {
        return format(Duration.ofNanos(nanos));
    }

    private static String formatPositive(Duration duration) {
        if (duration.toSeconds() < 60) {
            BigDecimal nanos = BigDecimal.valueOf(duration.toNanos()).round(THREE_DIGITS);
            if (nanos.compareTo(BigDecimal.valueOf(60 * SECOND)) < 0) {
                return formatSmall(nanos);
            }
        }
        long seconds = duration.toSeconds();
        boolean up = duration.toMillisPart() >= 500 && seconds < Long.MAX_VALUE;
        return formatLarge(up ? seconds + 1 : seconds);
    }

    private static String formatSmall(BigDecimal nanos) {
        BigDecimal number = nanos;
        int unit = 0;
        while (unit < SMALL.size() - 1 && number.compareTo(BigDecimal.valueOf(1000)) >= 0) {
            number = number.movePointLeft(3);
            unit++;
        }
        String digits = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        return digits + " " + SMALL.get(unit);
    }

    private static String formatLarge(long seconds) {
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        long minutes = seconds / 60 + (seconds % 60 >= 30 ? 1 : 0);
        if (minutes < 24 * 60) {
            return two(minutes / 60, "h", minutes % 60, "min");
        }
        long hours = minutes / 60 + (minutes % 60 >= 30 ? 1 : 0);
        return two(hours / 24, "d", hours % 24, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
