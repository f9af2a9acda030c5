package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A session that goes on and on: its interpreter is replaced, and nobody notices. */
class SessionRenewalTest extends AtTheDoor {
    private static final String ITS_OWN_CLASS = "new Throwable().getStackTrace()[0].getClassName()";
    private static final int MANY = 3000; // a fresh one may not be there at once
    private static final int MORE_THAN_ONE_HAS = 400;

    /** How many classes the session's present interpreter has had, as JShell counts them. */
    private static int number(DoorClient client) throws IOException {
        String name = client.type(ITS_OWN_CLASS);
        assertTrue(name.matches("\"REPL\\.\\$JShell\\$\\d+\"\n"), name);
        return Integer.parseInt(name.replaceAll("\\D", ""));
    }

    /** Types until the interpreter is another one; answers how often. */
    private static int typeUntilRenewed(DoorClient client) throws IOException {
        int last = 0;
        for (int i = 1; i <= MANY; i++) {
            int number = number(client);
            if (number < last) {
                return i;
            }
            last = number;
        }
        throw new AssertionError("still the same after " + MANY + " statements");
    }

    @Test
    void aLongSessionGetsAnotherInterpreterAndGoesOnWithAllThatItHad() throws Exception {
        locals.put("app", new StringBuilder("here"));
        DoorClient client = door.client();
        client.type("import java.nio.charset.StandardCharsets");
        client.type("\"first\"");

        int times = typeUntilRenewed(client);

        assertEquals("\"first\"\n", client.type("app.length() == 4 ? \"first\" : \"\""));
        assertEquals("\"firstfirst\"\n", client.type("_ + _"));
        assertEquals("\"firstfirstfirst\"\n", client.type("_ + __"));
        String last = "_" + (times + 4);
        assertEquals("\"firstfirstfirst\"\n", client.type(last));
        assertEquals("UTF-8\n", client.type("StandardCharsets.UTF_8"));
        assertEquals("", client.type("int own = 1"));
        assertEquals("2\n", client.type("own + 1"));
    }

    @Test
    void whatWasDeclaredStaysThereAndSoDoesTheInterpreter() throws Exception {
        DoorClient client = door.client();
        client.type("int own = 1");
        int last = 0;
        for (int i = 0; i < 260; i++) {
            int number = number(client);
            assertTrue(number > last, number + " after " + last);
            last = number;
        }
        assertEquals("2\n", client.type("own + 1"));
    }

    @Test
    void aMapOfLocalsThatRefusesToBeReadCostsNoImport() throws Exception {
        boolean[] refuses = {false};
        Map<String, Object> refusing = new HashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Object get(Object name) {
                if (refuses[0]) {
                    throw new IllegalStateException("not now");
                }
                return super.get(name);
            }
        };
        try (DoorFixture other = DoorFixture.open(transport, refusing)) {
            DoorClient client = other.client();
            client.type("import java.nio.charset.StandardCharsets");
            typeUntilRenewed(client); // so another one is in the making
            refuses[0] = true;
            for (int i = 0; i < MORE_THAN_ONE_HAS; i++) {
                client.type("2"); // mentions no name, so the map is not read for it
            }
            refuses[0] = false;
            assertEquals("UTF-8\n", client.type("StandardCharsets.UTF_8"));
            assertTrue(number(client) < MORE_THAN_ONE_HAS);
        }
    }
}
