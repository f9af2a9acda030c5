package io.greendoor.backdoor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the JVM writes down of all its threads, virtual ones included: it tells that to a file only. */
// HotSpotDiagnosticMXBean.dumpThreads is of JDK 21 and newer, so it is called by reflection. The file is readable by
// all, so it goes into a directory that is not, and is deleted when it was read.
//
// Writing a thread takes up to 0.1 ms as TEXT_PLAIN, more than twice as long as JSON, and cannot be stopped.
final class ThreadDumpFile {

    private ThreadDumpFile() {}

    /** Reads it, line by line. */
    @FunctionalInterface
    interface Reader {
        void read(BufferedReader in) throws IOException;
    }

    /** Has it written, and read; does nothing on a JDK that has no virtual threads. */
    static void read(String format, Reader reader) throws IOException {
        HotSpotDiagnosticMXBean diagnostic = Diagnostics.hotSpot();
        Class<?> formats = formats();
        if (diagnostic == null || formats == null) {
            return;
        }
        Path directory = Files.createTempDirectory("greendoor-threads"); // 0700
        Path file = directory.resolve("dump");
        try {
            write(diagnostic, formats, format, file);
            try (BufferedReader in = Files.newBufferedReader(file)) {
                reader.read(in);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private static @Nullable Class<?> formats() {
        try {
            return Class.forName("com.sun.management.HotSpotDiagnosticMXBean$ThreadDumpFormat");
        } catch (ClassNotFoundException e) {
            return null; // before JDK 21, which has no virtual threads
        }
    }

    private static void write(Object diagnostic, Class<?> formats, String format, Path file) throws IOException {
        try {
            Method dump = Class.forName("com.sun.management.HotSpotDiagnosticMXBean")
                    .getMethod("dumpThreads", String.class, formats);
            dump.invoke(diagnostic, file.toString(), formats.getField(format).get(null));
        } catch (InvocationTargetException e) {
            throw new IOException("the JVM could not write its threads to " + file, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IOException("this JVM does not write down its threads", e);
        }
    }
}
