/**
 * A Java prompt inside a live server: {@link io.greendoor.backdoor.Backdoor} opens the door, {@link
 * io.greendoor.backdoor.PromptFunctions} holds what can be called at the prompt.
 */
@SuppressWarnings("requires-automatic") // JLine 3 has no module descriptors of its own
module io.greendoor.backdoor {
    requires transitive io.greendoor.greenlet;
    requires static transitive org.jspecify;
    requires java.compiler;
    requires java.logging;
    requires java.management;
    requires jdk.compiler;
    requires jdk.jshell;
    requires jdk.management;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires org.objectweb.asm;

    exports io.greendoor.backdoor;
}
