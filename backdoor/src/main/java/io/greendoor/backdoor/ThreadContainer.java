package io.greendoor.backdoor;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual thread was started in: an executor, or a scope of structured concurrency. Who started it is recorded
 * nowhere.
 *
 * @param name the container's, with its class
 * @param owner the number of the thread that opened it, as of a scope; -1 when there is none, as of an executor
 */
// The JVM tells it in a dump as JSON only. That has a line for each key, and no line ends within a value, so it is read
// line by line: a container's name and owner come before the numbers of its threads.
record ThreadContainer(String name, long owner) {

    private static final Pattern NAME = Pattern.compile("\\s*\"container\":\\s*\"(.*)\",?");
    private static final Pattern OWNER = Pattern.compile("\\s*\"owner\":\\s*(?:\"?(\\d+)\"?|null),?");
    private static final Pattern THREAD = Pattern.compile("\\s*\"tid\":\\s*\"?(\\d+)\"?,?");
    private static final String NONE = "<root>";

    /** That of a thread; null if it is in none, or has ended. */
    static @Nullable ThreadContainer of(long thread) throws IOException {
        AtomicReference<@Nullable ThreadContainer> found = new AtomicReference<>();
        ThreadDumpFile.read("JSON", in -> found.set(of(thread, in)));
        return found.get();
    }

    /** As {@link #of(long)}, from a dump. */
    static @Nullable ThreadContainer of(long thread, BufferedReader in) throws IOException {
        String name = NONE;
        long owner = -1;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Matcher container = NAME.matcher(line);
            Matcher owned = OWNER.matcher(line);
            Matcher tid = THREAD.matcher(line);
            if (container.matches()) {
                name = container.group(1).replace("\\/", "/");
                owner = -1;
            } else if (owned.matches()) {
                owner = owned.group(1) == null ? -1 : Long.parseLong(owned.group(1));
            } else if (tid.matches() && Long.parseLong(tid.group(1)) == thread) {
                return name.equals(NONE) ? null : new ThreadContainer(name, owner);
            }
        }
        return null;
    }
}
