/**
 * A Java prompt inside a live server: {@link io.greendoor.backdoor.Backdoor} opens the door, {@link
 * io.greendoor.backdoor.PromptFunctions} holds what can be called at the prompt.
 */
module io.greendoor.backdoor {
    requires transitive io.greendoor.greenlet;
    requires static transitive org.jspecify;
    requires jdk.jshell;
    requires java.compiler;
    requires org.objectweb.asm;

    exports io.greendoor.backdoor;
}
