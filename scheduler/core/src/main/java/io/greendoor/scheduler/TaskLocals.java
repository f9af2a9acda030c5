package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * The task-locals of one task: an immutable list, so that a task shares its creator's until one of them sets something.
 *
 * @param local whose value this is; null at the end of the list
 * @param value it
 * @param rest the others
 */
record TaskLocals(
        @Nullable TaskLocal<?> local,
        @Nullable Object value,
        @Nullable TaskLocals rest) {

    static final TaskLocals NONE = new TaskLocals(null, null, null);

    @Nullable
    Object get(TaskLocal<?> wanted) {
        for (TaskLocals each = this; each != null; each = each.rest) {
            if (each.local == wanted) {
                return each.value;
            }
        }
        return null;
    }

    TaskLocals with(TaskLocal<?> local, @Nullable Object value) {
        TaskLocals others = without(local);
        return value == null ? others : new TaskLocals(local, value, others);
    }

    private TaskLocals without(TaskLocal<?> unwanted) {
        if (local == null || rest == null) {
            return this;
        }
        return local == unwanted ? rest : new TaskLocals(local, value, rest.without(unwanted));
    }
}
