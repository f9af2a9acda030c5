package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletParentTest {
    @Test
    void theRootHasNoParent() {
        assertNull(Greenlet.getCurrent().parent());
    }

    @Test
    void theParentIsTheCreatorUnlessGiven() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet given = new Greenlet();

        assertSame(main, new Greenlet().parent());
        assertSame(main, new Greenlet(args -> null).parent());
        assertSame(main, new Greenlet(args -> null, null).parent());
        assertSame(given, new Greenlet(args -> null, given).parent());
    }

    @Test
    void theCreatorMayBeAGreenlet() {
        Greenlet creator = new Greenlet(args -> new Greenlet(more -> null));
        Greenlet explicit = new Greenlet(args -> new Greenlet(more -> null, null));

        assertSame(creator, ((Greenlet) creator.switchTo()).parent());
        assertSame(explicit, ((Greenlet) explicit.switchTo()).parent());
    }

    @Test
    void theRootsParentCannotBeSet() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet other = new Greenlet(args -> null);

        assertThrows(IllegalStateException.class, () -> main.setParent(other));
        assertNull(main.parent());
    }

    @Test
    void aCycleIsRefused() {
        Greenlet grandparent = new Greenlet(args -> null);
        Greenlet parent = new Greenlet(args -> null, grandparent);
        Greenlet child = new Greenlet(args -> null, parent);

        assertThrows(IllegalArgumentException.class, () -> child.setParent(child));
        assertThrows(IllegalArgumentException.class, () -> parent.setParent(child));
        assertThrows(IllegalArgumentException.class, () -> grandparent.setParent(child));
        assertSame(parent, child.parent());
        assertSame(grandparent, parent.parent());
        assertSame(Greenlet.getCurrent(), grandparent.parent());
    }

    @Test
    void nullIsRefused() {
        Greenlet greenlet = new Greenlet(args -> null);

        assertThrows(NullPointerException.class, () -> greenlet.setParent(null));
        assertSame(Greenlet.getCurrent(), greenlet.parent());
    }

    @Test
    void anUnstartedOneMayBeReparented() {
        Greenlet adopter = new Greenlet(args -> "adopter got " + args.value());
        Greenlet greenlet = new Greenlet(args -> "value");

        greenlet.setParent(adopter);

        assertSame(adopter, greenlet.parent());
        assertEquals("adopter got value", greenlet.switchTo());
    }

    @Test
    void aSuspendedOneMayBeReparented() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet adopter = new Greenlet(args -> "adopter got " + args.value());
        Greenlet greenlet = new Greenlet(args -> main.switchTo());
        greenlet.switchTo();

        greenlet.setParent(adopter);

        assertSame(adopter, greenlet.parent());
        assertEquals("adopter got value", greenlet.switchTo("value"));
    }

    @Test
    void theCurrentOneMayBeReparented() {
        Greenlet adopter = new Greenlet(args -> "adopter got " + args.value());
        Greenlet greenlet = new Greenlet(args -> {
            Greenlet.getCurrent().setParent(adopter);
            return "value";
        });

        assertEquals("adopter got value", greenlet.switchTo());
        assertSame(adopter, greenlet.parent());
    }

    @Test
    void aDeadOneMayBeReparented() {
        Greenlet adopter = new Greenlet(args -> "adopter got " + args.value());
        Greenlet greenlet = new Greenlet(args -> null);
        greenlet.switchTo();

        greenlet.setParent(adopter);

        assertSame(adopter, greenlet.parent());
        assertEquals("adopter got value", greenlet.switchTo("value"));
    }

    @Test
    void aDeadOneKeepsItsParent() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> null);
        greenlet.switchTo();

        assertTrue(greenlet.isDead());
        assertSame(main, greenlet.parent());
    }

    @Test
    void aStartedOneRefusesAParentOfAnotherThread() throws Exception {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> main.switchTo());
        greenlet.switchTo();
        try (ForeignGreenlet foreign = new ForeignGreenlet("owner", Greenlet::getCurrent)) {
            Greenlet foreignRoot = foreign.get();

            assertNotSame(main, foreignRoot);
            assertThrows(IllegalArgumentException.class, () -> greenlet.setParent(foreignRoot));
            assertSame(main, greenlet.parent());
        }
    }

    @Test
    void anUnstartedOneAcceptsAParentOfAnotherThread() throws Exception {
        Greenlet greenlet = new Greenlet(args -> null);
        try (ForeignGreenlet foreign = new ForeignGreenlet("owner", () -> new Greenlet(args -> null))) {
            greenlet.setParent(foreign.get());

            assertSame(foreign.get(), greenlet.parent());
            assertSame(foreign.get(), new Greenlet(args -> null, foreign.get()).parent());
        }
    }
}
