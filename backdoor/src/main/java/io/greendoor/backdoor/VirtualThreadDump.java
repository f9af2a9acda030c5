package io.greendoor.backdoor;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which virtual threads there are, as far as the JVM knows them. */
// From its dump as text: each thread's number, name and stack; newer JDKs also tell state and lock. One thread at a
// time is kept.
final class VirtualThreadDump {

    private static final Pattern THREAD = Pattern.compile("#(\\d+) \"(.*)\" virtual(?: ([A-Z_]+))?(?: \\S+)?");
    private static final Pattern LOCK =
            Pattern.compile("- (?:parking to wait for|waiting on|waiting to lock|blocked on)\\W+<?([^>]*)>?.*");
    private static final Pattern FRAME = Pattern.compile("(?:at )?(?:.*/)?([^/(]+)\\.([^.(]+)\\((.*)\\)");
    private static final Pattern LINE = Pattern.compile("(.+):(\\d+)");
    private static final Pattern ENGINE = Pattern.compile("io\\.greendoor\\.scheduler\\.(Thread|Loom)Engine\\$.*");
    private static final int FRAMES = 1000;

    private final BufferedReader in;
    private @Nullable String header;

    /** One virtual thread. */
    record VirtualThread(TaskRow row, List<StackTraceElement> stack) {

        /** Whether it is how an engine carries a green task, which is listed as such. */
        boolean carriesTask() {
            return stack.stream()
                    .anyMatch(frame -> ENGINE.matcher(frame.getClassName()).matches());
        }
    }

    private VirtualThreadDump(BufferedReader in) {
        this.in = in;
    }

    /** Hands them over, one after the other; none on a JDK that has none. */
    static void read(Consumer<VirtualThread> reader) throws IOException {
        ThreadDumpFile.read("TEXT_PLAIN", in -> read(in, reader));
    }

    /** As {@link #read(Consumer)}, from a dump. */
    static void read(BufferedReader in, Consumer<VirtualThread> reader) throws IOException {
        new VirtualThreadDump(in).handOver(reader);
    }

    private void handOver(Consumer<VirtualThread> reader) throws IOException {
        header = in.readLine();
        while (header != null) {
            Matcher thread = THREAD.matcher(header);
            if (thread.matches()) {
                reader.accept(rest(thread));
            } else {
                header = in.readLine();
            }
        }
    }

    private VirtualThread rest(Matcher thread) throws IOException {
        List<StackTraceElement> stack = new ArrayList<>();
        String lock = "";
        String line = in.readLine();
        while (line != null && !line.startsWith("#")) {
            String text = line.strip();
            Matcher waits = LOCK.matcher(text);
            Matcher frame = FRAME.matcher(text);
            if (waits.matches()) {
                lock = waits.group(1);
            } else if (stack.size() < FRAMES && frame.matches()) {
                stack.add(element(frame));
            }
            line = in.readLine();
        }
        header = line;
        return new VirtualThread(row(thread, lock), stack);
    }

    private static TaskRow row(Matcher thread, String lock) {
        String state = thread.group(3) == null
                ? ""
                : thread.group(3).toLowerCase(Locale.ROOT).replace('_', ' ');
        TaskId id = new TaskId(TaskId.Kind.VIRTUAL, Long.parseLong(thread.group(1)));
        return new TaskRow(id, thread.group(2), state, lock, -1, -1, -1, null, "", null);
    }

    private static StackTraceElement element(Matcher frame) {
        String place = frame.group(3);
        Matcher line = LINE.matcher(place);
        if (line.matches()) {
            return new StackTraceElement(
                    frame.group(1), frame.group(2), line.group(1), Integer.parseInt(line.group(2)));
        }
        boolean isNative = place.equals("Native Method");
        return new StackTraceElement(
                frame.group(1),
                frame.group(2),
                isNative || place.equals("Unknown Source") ? null : place,
                isNative ? -2 : -1);
    }
}
