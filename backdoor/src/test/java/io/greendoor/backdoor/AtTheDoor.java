package io.greendoor.backdoor;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A suite that gives each test a server with a door, over each transport; after each test the server must be alive. */
@Timeout(60)
@ParameterizedClass
@EnumSource
abstract class AtTheDoor {
    @Parameter
    Transport transport;

    DoorFixture door;
    Map<String, Object> locals;

    @BeforeEach
    void open() throws Exception {
        door = DoorFixture.open(transport);
        locals = door.locals;
    }

    @AfterEach
    void close() throws Exception {
        door.close();
    }
}
