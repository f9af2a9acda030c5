package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;

/** A command of the door's own that runs on the loop. */
record BuiltIn(String name, String summary, String usage, PromptCommand.Body body) implements PromptCommand {

    @Override
    @Suspendable
    public void run(Invocation call) throws Exception {
        body.run(call);
    }
}
