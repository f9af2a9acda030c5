package io.greendoor.backdoor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long threads of this process were ready to run while the processors were busy with others. Linux only; elsewhere never. */
final class RunQueue {
    private static final Path TASKS = Path.of("/proc/self/task");

    private final List<String> names;
    private final Map<String, Boolean> chosen = new ConcurrentHashMap<>();

    /** Of the threads whose name, or the 15 characters of it that Linux keeps, begins with one of {@code names}. */
    RunQueue(String... names) {
        this.names = List.of(names);
    }

    /** The sum up to now, over the threads that there are. */
    long waitedNanos() {
        String[] tasks = new File(TASKS.toString()).list();
        long sum = 0;
        for (String task : tasks == null ? new String[0] : tasks) {
            if (chosen.computeIfAbsent(task, this::isChosen)) {
                String[] runWaitSlices = read(task, "schedstat").split(" ");
                sum += runWaitSlices.length < 2 ? 0 : Long.parseLong(runWaitSlices[1]);
            }
        }
        return sum;
    }

    private boolean isChosen(String task) {
        String comm = read(task, "comm");
        return names.stream().anyMatch(comm::startsWith);
    }

    private static String read(String task, String file) {
        try {
            return new String(Files.readAllBytes(TASKS.resolve(task).resolve(file)), StandardCharsets.US_ASCII).strip();
        } catch (IOException ended) {
            return ""; // the thread, meanwhile
        }
    }
}
