package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.acme.App;
import com.acme.Service;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    @Test
    void publicMethodsAndFieldsAreSortedAndOnce() {
        assertEquals(
                List.of("call", "fail", "hidden", "hiddenRecord", "name", "packagePrivate", "port"),
                Directory.names(new App()));
    }

    @Test
    void membersOfANonPublicClassAreThoseOfItsPublicSupertypes() {
        assertEquals(List.of("name"), Directory.names(App.packagePrivate()));
        assertEquals(List.of("name"), Directory.names(App.hiddenRecord()));
        assertEquals(Directory.names(new App()), Directory.names(App.hidden()));
    }

    @Test
    void classListsTheMembersOfWhatItRepresents() {
        assertEquals(List.of("name", "none"), Directory.names(Service.class));
        assertEquals(Directory.names(new App()), Directory.names(App.class));
    }

    @Test
    void objectsOwnMethodsAreLeftOutAndArraysHaveALength() {
        assertEquals(List.of(), Directory.names(new Object()));
        assertEquals(List.of("length"), Directory.names(new int[0]));
        assertEquals(List.of("run"), Directory.names((Runnable) () -> {}));
    }
}
