package io.greendoor.backdoor;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code _}: the last one printed, in a variable of the session that is declared when {@code _} is first
 * used and follows the type from then on.
 */
final class LastValue {
    /** What {@code _} is replaced by, since Java reserves the name; nobody types it by accident. */
    static final String VARIABLE = "$last$";

    private final ClassLoader application;
    private final SnippetLoader snippets;
    private final LocalsBinding.Declarer declarer;
    private @Nullable Object value;
    private String staticType = "";
    private @Nullable String declaredFor;

    LastValue(ClassLoader application, SnippetLoader snippets, LocalsBinding.Declarer declarer) {
        this.application = application;
        this.snippets = snippets;
        this.declarer = declarer;
    }

    boolean exists() {
        return value != null;
    }

    /** Remembers what was printed, with the type that the compiler gave to the expression. */
    void set(Object printed, String type) {
        value = printed;
        staticType = type;
        if (declaredFor != null) {
            assign(printed); // a method typed earlier may use it without mentioning it again
        }
    }

    /** Makes the variable ready for a statement that mentions {@code _}. */
    void declare() {
        Object present = value;
        if (present == null) {
            throw new IllegalStateException("There is no last value");
        }
        String wanted = staticType + " of " + present.getClass().getName();
        if (!wanted.equals(declaredFor) || !assign(present)) {
            declareFor(present);
            declaredFor = wanted;
            assign(present);
        }
    }

    /** The static type if it says most, else the most specific type that can be named for the value itself. */
    private void declareFor(Object present) {
        NameableType dynamic = NameableType.of(present.getClass(), application);
        if (declarer.declare(staticType, VARIABLE)) {
            Class<?> declared = field().getType();
            boolean refines = dynamic.type() != declared && declared.isAssignableFrom(dynamic.type());
            if (declared.isPrimitive() || (declared.isInstance(present) && (isGeneric() || !refines))) {
                return;
            }
        }
        while (!declarer.declare(dynamic.text(), VARIABLE) && !dynamic.equals(NameableType.OBJECT)) {
            dynamic = dynamic.wider(application);
        }
    }

    private boolean isGeneric() {
        return staticType.indexOf('<') >= 0;
    }

    private Field field() {
        Field field = snippets.variable(VARIABLE);
        if (field == null) {
            throw new IllegalStateException("The variable for _ was not loaded");
        }
        return field;
    }

    private boolean assign(Object present) {
        try {
            field().set(null, present);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // of another type: declared anew at the next mention
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The variable for _ is out of reach", e);
        }
    }
}
