package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ns",
        "PT0.000000001S, 1 ns",
        "PT0.00000085S, 850 ns",
        "PT0.000000999S, 999 ns",
        "PT0.000001S, 1 µs",
        "PT0.000001234S, 1.23 µs",
        "PT0.000123456S, 123 µs",
        "PT0.0009995S, 1 ms",
        "PT0.001234S, 1.23 ms",
        "PT0.01S, 10 ms",
        "PT0.1S, 100 ms",
        "PT0.9994S, 999 ms",
        "PT0.9995S, 1 s",
        "PT1S, 1 s",
        "PT4.5S, 4.5 s",
        "PT4.567S, 4.57 s",
        "PT59.94S, 59.9 s",
        "PT59.95S, 1 min",
        "PT1M0.5S, 1 min 1 s",
        "PT2M3S, 2 min 3 s",
        "PT59M59S, 59 min 59 s",
        "PT59M59.6S, 1 h",
        "PT1H, 1 h",
        "PT1H29S, 1 h",
        "PT1H4M30S, 1 h 5 min",
        "PT23H59M30S, 1 d",
        "P1DT29M, 1 d",
        "P5DT50M, 5 d 1 h",
        "P400D, 400 d",
        "PT-4.5S, -4.5 s",
        "PT-2M-3S, -2 min 3 s",
        "PT-0.000000001S, -1 ns"
    })
    void areRoundedToWhatPeopleRead(Duration duration, String text) {
        assertEquals(text, Durations.format(duration));
    }

    @Test
    void nanosecondsAreDurationsToo() {
        assertEquals("1.5 ms", Durations.formatNanos(1_500_000));
        assertEquals("-1.5 ms", Durations.formatNanos(-1_500_000));
        assertEquals("106752 d", Durations.formatNanos(Long.MAX_VALUE));
    }

    @Test
    void theLongestHaveATextToo() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
        Duration mostNegative = Duration.ofSeconds(Long.MIN_VALUE);

        assertEquals("106751991167300 d 16 h", Durations.format(longest));
        assertEquals("-106751991167300 d 16 h", Durations.format(mostNegative));
    }

    @Test
    void neverMoreThanTwoUnitsOrThreeDigits() {
        long seed = System.nanoTime();
        System.err.println("neverMoreThanTwoUnitsOrThreeDigits: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            String text = Durations.formatNanos(random.nextLong() >>> random.nextInt(64));
            assertTrue(
                    text.matches(
                            "-?(\\d{1,3}|\\d\\.\\d{1,2}|\\d\\d\\.\\d) (ns|µs|ms|s)|-?\\d+ (min|h|d)( \\d+ (s|min|h))?"),
                    text);
        }
    }
}
