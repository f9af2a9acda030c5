package io.greendoor.backdoor;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A command of the door's own that runs on the session's own thread, also while the loop is held.
 *
 * @param completion what {@link #complete} answers
 */
record OffLoopCommand(
        String name, String summary, String usage, PromptCommand.Body body, UnaryOperator<List<String>> completion)
        implements PromptCommand {

    /** One that completes nothing. */
    OffLoopCommand(String name, String summary, String usage, PromptCommand.Body body) {
        this(name, summary, usage, body, words -> List.of());
    }

    @Override
    public boolean runsOffLoop() {
        return true;
    }

    @Override
    public void run(Invocation call) throws Exception {
        body.run(call);
    }

    @Override
    public List<String> complete(List<String> words) {
        return completion.apply(words);
    }
}
