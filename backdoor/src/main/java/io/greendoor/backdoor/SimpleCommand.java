package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.util.Objects;

/** A command made of its parts. */
record SimpleCommand(String name, String summary, PromptCommand.Body body) implements PromptCommand {

    SimpleCommand {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(body, "body");
    }

    @Override
    @Suspendable
    public void run(Invocation call) throws Exception {
        body.run(call);
    }
}
