package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who leaves a door that is full. */
class RoomTest {

    private static Visit silent(String origin) {
        return new Visit("somebody", origin);
    }

    private static Visit idle(String origin) {
        Visit visit = silent(origin);
        visit.entered();
        return visit;
    }

    private static Visit busy(String origin) {
        Visit visit = idle(origin);
        visit.runs("app.work()");
        return visit;
    }

    @Test
    void whoeverHasEnteredNothingForTheLongestTimeLeavesFirst() {
        Visit first = silent("a");
        Visit idle = idle("a");
        Visit second = silent("a");

        assertSame(first, Room.leaving(List.of(idle, first, second)));
        assertSame(first, Room.leaving(List.of(idle, second, first)));
    }

    @Test
    void ofThoseThatHaveEnteredNothingTheOnesLeaveWhoseAddressHasMost() {
        Visit one = silent("b");
        Visit crowd = silent("a");

        assertSame(crowd, Room.leaving(List.of(one, crowd, busy("a"))));
    }

    @Test
    void thenTheOneThatIsIdleForTheLongestTimeOfAnAddressWithMoreThanHalf() {
        Visit longest = idle("b");
        Visit first = idle("a");
        Visit second = idle("a");

        assertSame(first, Room.leaving(List.of(longest, busy("a"), second, first)));
    }

    @Test
    void nobodyLeavesWhoseAddressHasHalfOrWhoRunsSomething() {
        assertNull(Room.leaving(List.of(idle("a"), idle("b"))));
        assertNull(Room.leaving(List.of(busy("a"), busy("a"), idle("b"))));
        assertNull(Room.leaving(List.of()));
    }
}
