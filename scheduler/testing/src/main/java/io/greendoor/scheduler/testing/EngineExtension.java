package io.greendoor.scheduler.testing;

import io.greendoor.scheduler.LoopOptions;
import io.greendoor.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests of one run of a class their engine: by the system property, and by a loop for each. */
final class EngineExtension
        implements BeforeClassTemplateInvocationCallback,
                AfterClassTemplateInvocationCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver {

    private static final String PROPERTY = "greendoor.engine";
    private static final Namespace LOOPS = Namespace.create(EngineExtension.class);

    private final String engine;
    private @Nullable String before;

    EngineExtension(String engine) {
        this.engine = engine;
    }

    @Override
    public void beforeClassTemplateInvocation(ExtensionContext context) {
        before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, engine);
    }

    @Override
    public void afterClassTemplateInvocation(ExtensionContext context) {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        store(context).put(Scheduler.class, Scheduler.open(LoopOptions.DEFAULT));
    }

    /** Closes the loop, after those that the test has opened in it and left open. */
    @Override
    public void afterEach(ExtensionContext context) {
        Scheduler loop = store(context).remove(Scheduler.class, Scheduler.class);
        while (loop != null && loop.isAlive()) {
            Scheduler.current().close();
        }
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(LOOPS);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Scheduler.class;
    }

    @Override
    public Scheduler resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Scheduler.current();
    }
}
