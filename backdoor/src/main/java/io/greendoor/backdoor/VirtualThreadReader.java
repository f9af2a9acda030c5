package io.greendoor.backdoor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the virtual threads on a thread of its own: the JVM cannot be stopped while it writes a million, a wait can. */
final class VirtualThreadReader {

    private @Nullable FutureTask<List<TaskRow>> running; // guarded by this

    /**
     * Those that carry no green task. What is not read in time is read on, and the next call gets it.
     *
     * @param patience for how long to wait at most
     * @return null when that is over
     */
    @Nullable
    List<TaskRow> within(Duration patience) throws IOException, InterruptedException {
        FutureTask<List<TaskRow>> reading = begin();
        try {
            List<TaskRow> rows = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            forget(reading);
            return rows;
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            forget(reading);
            throw new IOException("cannot list the virtual threads", e.getCause());
        }
    }

    private synchronized FutureTask<List<TaskRow>> begin() {
        FutureTask<List<TaskRow>> reading = running;
        if (reading == null) {
            reading = new FutureTask<>(VirtualThreadReader::read);
            Thread thread = new Thread(null, reading, "greendoor-virtual-threads", 0, false);
            thread.setDaemon(true);
            thread.start();
            running = reading;
        }
        return reading;
    }

    private synchronized void forget(FutureTask<List<TaskRow>> reading) {
        if (running == reading) {
            running = null;
        }
    }

    private static List<TaskRow> read() throws IOException {
        List<TaskRow> rows = new ArrayList<>();
        VirtualThreadDump.read(thread -> {
            if (!thread.carriesTask()) {
                rows.add(thread.row());
            }
        });
        return rows;
    }
}
