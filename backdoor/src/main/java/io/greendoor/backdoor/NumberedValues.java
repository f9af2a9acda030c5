package io.greendoor.backdoor;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values that a session has printed look like variables: {@code _1} is the first, {@code __} the one before
 * the last. A name is declared when a statement mentions it; where the user, or the application's map, has a variable
 * of that name, it is theirs.
 */
// Unlike _ these are names that Java allows, so the compiler itself tells a mention from a lambda's parameter, a
// member or a local variable, and nothing needs to be replaced.
final class NumberedValues {
    private static final String BEFORE_LAST = "__";
    private static final Pattern NUMBERED = Pattern.compile("_[1-9]\\d{0,8}");

    private final Supplier<PrintedValues> printed;
    private final LocalsBinding locals;
    private final Function<String, ValueVariable> maker;
    private final Map<String, ValueVariable> declared = new HashMap<>();

    NumberedValues(Supplier<PrintedValues> printed, LocalsBinding locals, Function<String, ValueVariable> maker) {
        this.printed = printed;
        this.locals = locals;
        this.maker = maker;
    }

    /** Before a statement is compiled. {@code taken} are the names of the session's own variables. */
    void declare(StatementShape shape, Collection<String> taken) {
        dropOld();
        refreshBeforeLast();
        for (String name : shape.mentioned()) {
            PrintedValues.Entry entry = entry(name);
            Object value = entry == null ? null : entry.value();
            boolean isFree = !taken.contains(name)
                    && !locals.isLocal(name)
                    && !shape.declared().contains(name);
            if (entry != null && value != null && isFree) {
                ValueVariable variable = declared.computeIfAbsent(name, maker);
                variable.set(value, entry.type());
                variable.declare();
            }
        }
    }

    /** After a statement was evaluated: what it declared itself is not ours any more. */
    void release(StatementShape shape) {
        declared.keySet()
                .removeIf(name -> locals.isLocal(name) || (shape.declared().contains(name) && isReplaced(name)));
    }

    private boolean isReplaced(String name) {
        ValueVariable variable = declared.get(name);
        return variable != null && variable.isReplaced();
    }

    /** Whether the variable of this name is one of these. */
    boolean isDeclared(String name) {
        return declared.containsKey(name);
    }

    /** Says, where a compile error is about one of these, why there is no such value. */
    Outcome explain(Outcome.Rejected rejected, StatementShape shape) {
        StringBuilder message = new StringBuilder(rejected.message());
        for (String name : shape.mentioned()) {
            boolean isMissing = isOne(name)
                    && !declared.containsKey(name)
                    && rejected.message().contains("variable " + name);
            if (isMissing) {
                message.append('\n').append(name).append(": ").append(whyMissing(name));
            }
        }
        return new Outcome.Rejected(message.toString());
    }

    private String whyMissing(String name) {
        int number = number(name);
        int count = printed.get().count();
        if (number < 1 || number > count) {
            return "so far " + count + (count == 1 ? " value was" : " values were") + " printed";
        }
        if (printed.get().get(number) == null) {
            return "only the last " + PrintedValues.KEPT + " values keep their numbers";
        }
        return "the memory of that value was wanted, and nobody else held it";
    }

    /** Methods typed before may use it without mentioning it again. */
    private void refreshBeforeLast() {
        ValueVariable variable = declared.get(BEFORE_LAST);
        PrintedValues.Entry entry = entry(BEFORE_LAST);
        Object value = entry == null ? null : entry.value();
        if (variable != null && entry != null && value != null && !locals.isLocal(BEFORE_LAST)) {
            variable.set(value, entry.type());
        }
    }

    private void dropOld() {
        Iterator<Map.Entry<String, ValueVariable>> variables =
                declared.entrySet().iterator();
        while (variables.hasNext()) {
            Map.Entry<String, ValueVariable> variable = variables.next();
            if (entry(variable.getKey()) == null && !locals.isLocal(variable.getKey())) {
                variable.getValue().drop();
                variables.remove();
            }
        }
    }

    private PrintedValues.@Nullable Entry entry(String name) {
        return isOne(name) ? printed.get().get(number(name)) : null;
    }

    private static boolean isOne(String name) {
        return name.equals(BEFORE_LAST) || NUMBERED.matcher(name).matches();
    }

    /** Zero or less if there was no value before the last. */
    private int number(String name) {
        return name.equals(BEFORE_LAST) ? printed.get().beforeLast() : Integer.parseInt(name.substring(1));
    }
}
