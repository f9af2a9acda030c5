package io.greendoor.scheduler.quasar.agent;

import co.paralleluniverse.fibers.instrument.MethodDatabase;
import co.paralleluniverse.fibers.instrument.MethodDatabase.SuspendableType;
import co.paralleluniverse.fibers.instrument.SuspendableClassifier;
import io.greendoor.scheduler.quasar.agent.Transformer.LoadedClass;
import org.jspecify.annotations.Nullable;

/**
 * Answers Quasar's question which methods may suspend: those marked with our {@code @Suspendable}, alone or with their
 * type, those that override one, lambdas, and everything typed at the backdoor's prompt.
 */
final class MarkClassifier implements SuspendableClassifier {

    private static final String LAMBDA = "lambda$";

    @Override
    public @Nullable SuspendableType isSuspendable(
            MethodDatabase database,
            @Nullable String source,
            @Nullable String debug,
            boolean isInterface,
            String type,
            String superType,
            String[] interfaces,
            String method,
            String descriptor,
            @Nullable String signature,
            String @Nullable [] exceptions) {
        // Quasar asks while it transforms a class: of that one, and of those that it refers to
        LoadedClass current = Transformer.current();
        SuspendableType marked =
                current == null ? null : Marks.of(type, current).own(method, descriptor);
        return marked == null && method.startsWith(LAMBDA) ? SuspendableType.SUSPENDABLE : marked;
    }
}
