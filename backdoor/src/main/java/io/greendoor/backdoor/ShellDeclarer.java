package io.greendoor.backdoor;

import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;

/** Declares variables that hold what the console itself puts there; the compiled declaration has no user code. */
record ShellDeclarer(JShell shell) implements LocalsBinding.Declarer {
    @Override
    public boolean declare(String type, String name) {
        return shell.eval(type + " " + name + ";").stream()
                .filter(event -> event.causeSnippet() == null)
                .allMatch(event -> event.status() == Status.VALID);
    }

    @Override
    public void drop(String name) {
        shell.variables()
                .filter(variable -> variable.name().equals(name))
                .toList()
                .forEach(shell::drop);
    }
}
