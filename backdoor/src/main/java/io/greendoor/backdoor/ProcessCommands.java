package io.greendoor.backdoor;

import io.greendoor.scheduler.Scheduler;
import java.util.List;
import java.util.Objects;

/** The commands about the process. They ask only what any thread may, and so answer while the loop is stuck, too. */
final class ProcessCommands {

    private ProcessCommands() {}

    /**
     * Those of one session.
     *
     * @param loop the session's
     * @param leases the door's, which puts back what is changed for a while
     */
    static List<PromptCommand> of(Scheduler loop, Screen screen, Leases leases) {
        PsCommands tasks = new PsCommands(loop, screen);
        HeapCommands heap = new HeapCommands();
        SettingsCommands settings = new SettingsCommands();
        return List.of(
                tasks.ps(),
                tasks.top(),
                new WhereCommand(loop).command(),
                new KillCommand(loop).command(),
                new HubCommand(loop).command(),
                new ThreadsCommand().command(),
                heap.heap(),
                heap.gc(),
                settings.env(),
                settings.props(),
                new LoggerCommand(application(loop), leases).command());
    }

    private static ClassLoader application(Scheduler loop) {
        return Objects.requireNonNullElseGet(loop.thread().getContextClassLoader(), ClassLoader::getSystemClassLoader);
    }
}
