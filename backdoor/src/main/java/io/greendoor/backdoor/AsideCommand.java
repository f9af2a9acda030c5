package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.util.List;

/** {@code /aside}: what was put aside, and how one of it is ended. With a statement behind it, it is a prefix. */
record AsideCommand(Asides asides) implements PromptCommand {

    @Override
    public String name() {
        return "aside";
    }

    @Override
    public String summary() {
        return "runs a statement beside the prompt; what runs there";
    }

    @Override
    public String usage() {
        return """
                /aside STATEMENT    runs it in a task of its own, and tells when it is done
                /aside              what was put aside, and how far it is
                /aside kill N       ends one; a future is cancelled
                aside(x) does the same for a future, an event or a task; await(N) waits for one.""";
    }

    @Override
    @Suspendable
    public void run(Invocation call) {
        List<String> words = call.words();
        if (words.isEmpty()) {
            call.out().print(asides.text(call.width()));
        } else if (words.size() == 2) { // else it would be a statement
            asides.kill(Arguments.positive(words.get(1)));
        } else {
            throw new UsageError("/aside kill needs the number of one that runs; /aside lists them");
        }
    }

    @Override
    public List<String> complete(List<String> words) {
        if (words.size() == 1) {
            return List.of("kill");
        }
        return words.size() == 2 && words.get(0).equals("kill")
                ? asides.running().stream().map(String::valueOf).toList()
                : List.of();
    }
}
