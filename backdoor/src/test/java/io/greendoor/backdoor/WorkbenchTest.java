package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A session's interpreter. */
class WorkbenchTest {

    @Test
    void whoeverAsksAfterTheEndIsTurnedAwayAndTakesNoInterpreter() {
        try (Interpreters interpreters = new Interpreters(getClass().getClassLoader(), List.of(), Runnable::run)) {
            Workbench workbench = new Workbench(
                    "test", interpreters, new ConcurrentHashMap<>(), made -> {}, text -> {}, Runnable::run);
            workbench.close();

            Future<String> answer = workbench.submit(interpreter -> "asked");

            assertTrue(answer.isCancelled());
            assertNull(workbench.ifMade());
        }
    }
}
