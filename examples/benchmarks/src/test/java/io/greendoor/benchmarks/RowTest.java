package io.greendoor.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {

    @Test
    void tableShowsFiguresRatiosAndWhetherTheReachIsMet() {
        String table = Row.table(List.of(
                Row.times(
                        "a switch",
                        "ns",
                        Figure.of(List.of(149.5, 150.0, 161.2)),
                        Figure.of(List.of(98.5, 101.5)),
                        1.5),
                Row.times("a channel", "ns", Figure.of(508.2), Figure.of(286.4), 1.5),
                Row.atMost("a timer", "ns", Figure.of(59.04), 300),
                Row.rate("an echo", "a second", Figure.of(170_000), Figure.of(200_000), 0.8),
                Row.beside("an echo", "a second", Figure.of(170_000), Figure.of(50_000)),
                Row.atLeast("calls", "a second", Figure.of(4_999_999), 5_000_000)));

        assertEquals("""
                | what | ours | peer | ratio | reach | met |
                |---|---|---|---|---|---|
                | a switch | 150 (150–161) ns | 100 (98.5–102) ns | 1.50 | ≤ 1.5 × | yes |
                | a channel | 508 ns | 286 ns | 1.77 | ≤ 1.5 × | **no** |
                | a timer | 59.0 ns |  |  | ≤ 300 ns | yes |
                | an echo | 170,000 a second | 200,000 a second | 0.85 | ≥ 0.8 × | yes |
                | an echo | 170,000 a second | 50,000 a second | 3.40 |  |  |
                | calls | 4,999,999 a second |  |  | ≥ 5,000,000 a second | **no** |
                """, table);
    }
}
