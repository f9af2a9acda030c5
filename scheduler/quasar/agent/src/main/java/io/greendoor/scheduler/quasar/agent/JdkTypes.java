package io.greendoor.scheduler.quasar.agent;

import java.util.Set;

/**
 * The methods of the JDK's through which user code is called by user code, so that a call of one may lead to a suspension:
 * {@code task.call()}, {@code iterator.next()}, {@code in.read()}. Frames of the JDK's own cannot suspend.
 */
final class JdkTypes {

    private static final String FUNCTIONS = "java/util/function/";

    /** Type, name and number of parameters. */
    private static final Set<String> METHODS = Set.of(
            "java/lang/Runnable.run/0",
            "java/util/concurrent/Callable.call/0",
            "java/util/concurrent/Executor.execute/1",
            "java/util/concurrent/Future.get/0",
            "java/util/concurrent/Future.get/2",
            "java/lang/Iterable.iterator/0",
            "java/util/Iterator.hasNext/0",
            "java/util/Iterator.next/0",
            "java/util/Enumeration.hasMoreElements/0",
            "java/util/Enumeration.nextElement/0",
            "java/lang/AutoCloseable.close/0",
            "java/io/Closeable.close/0",
            "java/io/Flushable.flush/0",
            "java/io/InputStream.read/0",
            "java/io/InputStream.read/1",
            "java/io/InputStream.read/3",
            "java/io/InputStream.readAllBytes/0",
            "java/io/InputStream.readNBytes/1",
            "java/io/InputStream.readNBytes/3",
            "java/io/InputStream.skip/1",
            "java/io/InputStream.transferTo/1",
            "java/io/InputStream.close/0",
            "java/io/OutputStream.write/1",
            "java/io/OutputStream.write/3",
            "java/io/OutputStream.flush/0",
            "java/io/OutputStream.close/0");

    private JdkTypes() {}

    static boolean contains(String type) {
        return type.startsWith("java/")
                || type.startsWith("javax/")
                || type.startsWith("jdk/")
                || type.startsWith("sun/");
    }

    /** Whether the method may be user code that suspends. */
    static boolean callsUserCode(String type, String method, int parameters, boolean isAbstract) {
        return type.startsWith(FUNCTIONS) ? isAbstract : METHODS.contains(type + '.' + method + '/' + parameters);
    }
}
