package io.greendoor.scheduler.testing;

import io.greendoor.scheduler.Scheduler;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs the class once for each engine. */
final class EnginesProvider implements ClassTemplateInvocationContextProvider {

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return Scheduler.engines().stream().map(OnEngine::new);
    }

    /** One run of the class. */
    private record OnEngine(String engine) implements ClassTemplateInvocationContext {

        @Override
        public String getDisplayName(int invocationIndex) {
            return engine;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new EngineExtension(engine));
        }
    }
}
