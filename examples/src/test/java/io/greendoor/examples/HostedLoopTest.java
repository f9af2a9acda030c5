package io.greendoor.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostedLoopTest {

    @Test
    void theHostRunsItsTasksBetweenItsOwnEvents() throws Exception {
        assertEquals(
                List.of("host: an event of its own", "task: begins", "another task", "task: ends"),
                new HostedLoop().run());
    }
}
