package io.greendoor.backdoor;

/** A command of the door's own that runs on the session's own thread, also while the loop is held. */
record OffLoopCommand(String name, String summary, String usage, PromptCommand.Body body) implements PromptCommand {

    @Override
    public boolean runsOffLoop() {
        return true;
    }

    @Override
    public void run(Invocation call) throws Exception {
        body.run(call);
    }
}
