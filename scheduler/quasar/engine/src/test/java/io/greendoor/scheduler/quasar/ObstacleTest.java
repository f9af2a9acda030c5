package io.greendoor.scheduler.quasar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ObstacleTest {

    @Test
    void onANewerJdkItSaysSoInOneSentence() {
        int jdk = Runtime.version().feature();
        String obstacle = new QuasarEngine().obstacle();

        if (jdk > 20) {
            assertEquals(
                    "the engine \"quasar\" runs on JDK 17 and 18, and this is Java " + jdk
                            + ": use the engine \"loom\"",
                    obstacle);
        } else if (jdk > 18) {
            assertNotNull(obstacle);
        } else {
            assertNull(obstacle);
        }
    }
}
