package io.greendoor.backdoor;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * A variable of the session in which the console puts a value that was printed. It is declared when it is first used,
 * with the value's type, and follows that from then on.
 */
final class ValueVariable {
    /** What {@code _} is replaced by, since Java reserves the name; nobody types it by accident. */
    static final String LAST = "$last$";

    private final String name;
    private final ClassLoader application;
    private final SnippetLoader snippets;
    private final LocalsBinding.Declarer declarer;
    private @Nullable Object value;
    private String staticType = "";
    private @Nullable String declaredFor;
    private @Nullable Field declared;

    ValueVariable(String name, ClassLoader application, SnippetLoader snippets, LocalsBinding.Declarer declarer) {
        this.name = name;
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

    /** Takes the value of another session's, or has none as that. */
    void inherit(ValueVariable other) {
        value = other.value;
        staticType = other.staticType;
    }

    /** Makes the variable ready for a statement that mentions it. */
    void declare() {
        Object present = value;
        if (present == null) {
            throw new IllegalStateException("There is no value for " + name);
        }
        String wanted = staticType + " of " + present.getClass().getName();
        if (!wanted.equals(declaredFor) || !assign(present)) {
            snippets.forget(name); // whatever uses it is compiled anew
            declareFor(present);
            declaredFor = wanted;
            declared = field();
            assign(present);
        }
    }

    /** The static type if it says most, else the most specific type that can be named for the value itself. */
    private void declareFor(Object present) {
        NameableType dynamic = NameableType.of(present.getClass(), application);
        if (declarer.declare(staticType, name)) {
            Class<?> declared = field().getType();
            boolean refines = dynamic.type() != declared && declared.isAssignableFrom(dynamic.type());
            if (declared.isPrimitive() || (declared.isInstance(present) && (isGeneric() || !refines))) {
                return;
            }
        }
        while (!declarer.declare(dynamic.text(), name) && !dynamic.equals(NameableType.OBJECT)) {
            dynamic = dynamic.wider(application);
        }
    }

    /** Whether the user has declared another one of this name. */
    boolean isReplaced() {
        return declared != null && !declared.equals(snippets.variable(name));
    }

    /** Makes the name unknown again. */
    void drop() {
        value = null;
        declaredFor = null;
        snippets.forget(name);
        declarer.drop(name);
    }

    private boolean isGeneric() {
        return staticType.indexOf('<') >= 0;
    }

    private Field field() {
        Field field = snippets.variable(name);
        if (field == null) {
            throw new IllegalStateException("The variable " + name + " was not loaded");
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
            throw new IllegalStateException("The variable " + name + " is out of reach", e);
        }
    }
}
