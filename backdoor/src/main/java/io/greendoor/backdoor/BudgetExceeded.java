package io.greendoor.backdoor;

import java.time.Duration;

/** A command has used up one of its budgets, and is ended. Not for {@code catch (Exception e)}. */
final class BudgetExceeded extends Error {

    private static final long serialVersionUID = 1L;

    private BudgetExceeded(String which, String howMuch) {
        super("this command has used up its budget for " + which + ": " + howMuch + "; type "
                + Prefixes.Kind.UNLIMITED.typed() + " in front of it to run it without budgets");
    }

    static BudgetExceeded ofTime(Duration computing) {
        return new BudgetExceeded("time", Durations.format(computing) + " of computing");
    }

    static BudgetExceeded ofOutput(long bytes) {
        return new BudgetExceeded("output", bytes + " bytes printed");
    }

    static BudgetExceeded ofAllocation(long bytes) {
        return new BudgetExceeded("allocation", bytes + " bytes allocated");
    }
}
