package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class TimerQueueTest {

    /** An entry that knows what the model sorts by. */
    private static final class Timer extends TimerQueue.Entry {
        final long offset;
        final int number;

        Timer(long base, long offset, int number) {
            super(base + offset);
            this.offset = offset;
            this.number = number;
        }

        @Override
        boolean isPending() {
            return true;
        }

        @Override
        Ready target() {
            return this;
        }

        @Override
        public @Nullable Coroutine turn() {
            return null;
        }

        @Override
        public String toString() {
            return "#" + number + " at " + offset;
        }
    }

    private static final Comparator<Timer> BY_DEADLINE_THEN_ORDER =
            Comparator.<Timer>comparingLong(timer -> timer.offset).thenComparingInt(timer -> timer.number);

    private final TimerQueue queue = new TimerQueue();

    @ParameterizedTest
    @ValueSource(longs = {0, -500, Long.MIN_VALUE, Long.MIN_VALUE + 500, Long.MAX_VALUE - 500, Long.MAX_VALUE})
    void behavesAsASortedListDoes(long base) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Timer> model = new ArrayList<>();
        List<Timer> removed = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            int dice = random.nextInt(10);
            if (dice < 5 && model.size() < 300) {
                Timer timer = new Timer(base, random.nextInt(1000), step);
                queue.add(timer);
                model.add(timer);
                model.sort(BY_DEADLINE_THEN_ORDER);
            } else if (dice < 7 && !model.isEmpty()) {
                Timer timer = model.remove(random.nextInt(model.size()));
                queue.remove(timer);
                removed.add(timer);
            } else if (dice < 8 && !removed.isEmpty()) {
                queue.remove(removed.get(random.nextInt(removed.size())));
            } else if (!model.isEmpty()) {
                queue.remove(model.remove(0));
            }
            String when = "step " + step + ", seed " + seed;
            assertEquals(model.size(), queue.size(), when);
            assertSame(model.isEmpty() ? null : model.get(0), queue.first(), when);
        }
        assertEquals(model, drain(), () -> "at the end, seed " + seed);
    }

    @Test
    void equalDeadlinesComeInTheOrderOfAdding() {
        List<Timer> added = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Timer timer = new Timer(0, 7, i);
            added.add(timer);
            queue.add(timer);
        }

        assertEquals(added, drain());
    }

    @Test
    void anEmptyQueueHasNoFirst() {
        Timer timer = new Timer(0, 1, 0);
        assertNull(queue.first());

        queue.add(timer);
        queue.remove(timer);
        queue.remove(timer);

        assertNull(queue.first());
        assertEquals(0, queue.size());
    }

    private List<TimerQueue.Entry> drain() {
        List<TimerQueue.Entry> drained = new ArrayList<>();
        while (queue.size() > 0) {
            drained.add(queue.first());
            queue.remove(queue.first());
        }
        return drained;
    }
}
