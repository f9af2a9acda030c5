package io.greendoor.backdoor;

import java.lang.invoke.MethodHandle;
import java.util.Map;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * JShell's seam to execution: loads compiled snippets into the session's own loader and hands each command to whoever
 * evaluates at the moment. Unlike JShell's own implementations it starts no thread and never turns a value into a
 * string, since {@code toString} is user code.
 */
final class SnippetControl implements ExecutionControl {
    private final SnippetLoader loader;
    private @Nullable Invoker invoker;

    SnippetControl(SnippetLoader loader) {
        this.loader = loader;
    }

    /** Gives it to a JShell. */
    record Provider(SnippetControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "greendoor";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return control;
        }
    }

    /** Runs one command, a handle of type {@code ()Object}, and keeps what comes of it. */
    @FunctionalInterface
    interface Invoker {
        void invoke(MethodHandle command) throws ResolutionException;
    }

    /** Who runs the commands from now on; null for snippets that contain no user code: they run here, at once. */
    void setInvoker(@Nullable Invoker invoker) {
        this.invoker = invoker;
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        try {
            loader.load(classes);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ClassInstallException(e.toString(), new boolean[classes.length]);
        }
    }

    /** Not possible without instrumentation; JShell then loads the changed snippet under a new name. */
    @Override
    public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
        throw new NotImplementedException("Classes are loaded under new names instead");
    }

    /** Returns an empty string always: the value goes to the invoker. */
    @Override
    public String invoke(String className, String methodName) throws ResolutionException, InternalException {
        try {
            MethodHandle command = loader.method(className, methodName);
            if (invoker == null) {
                command.invoke();
            } else {
                invoker.invoke(command);
            }
            return "";
        } catch (ResolutionException e) {
            throw e;
        } catch (Throwable e) {
            throw new InternalException(e.toString());
        }
    }

    @Override
    public String varValue(String className, String varName) {
        return "";
    }

    @Override
    public void addToClasspath(String path) throws NotImplementedException {
        throw new NotImplementedException("Classes come from the application's loader");
    }

    @Override
    public void stop() throws NotImplementedException {
        throw new NotImplementedException("A command is stopped where it runs");
    }

    @Override
    public Object extensionCommand(String command, Object argument) throws NotImplementedException {
        throw new NotImplementedException(command);
    }

    /** Nothing is held here that the collector would not find. */
    @Override
    public void close() {}
}
