package io.greendoor.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Echo servers under load: ours on one thread, between the least that a server can do, in C, and what else there is.
 * Python's take part where they are installed.
 */
// All servers run at the same time and all but one are idle, so that what is compared was measured within seconds. The
// load generator takes the other processor.
final class EchoRates {

    private static final List<String> LIBRARIES = List.of("eventlet", "gevent");

    private final EchoLoad load;
    private final Map<String, ServerProcess> servers = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /** What was measured of one server. */
    private record Measured(Figure trips, Figure p99) {
        static Measured of(List<EchoLoad.Seen> seen) {
            return new Measured(
                    Figure.of(seen.stream().map(EchoLoad.Seen::tripsPerSecond).toList()),
                    Figure.of(seen.stream().map(EchoLoad.Seen::p99Micros).toList()));
        }
    }

    private EchoRates(EchoLoad load) {
        this.load = load;
    }

    static List<Row> measure(EchoLoad load) throws IOException, InterruptedException {
        EchoRates rates = new EchoRates(load);
        try {
            rates.start();
            rates.compare(100);
            rates.compare(1000);
            return rates.rows;
        } finally {
            rates.servers.values().forEach(ServerProcess::close);
        }
    }

    private void start() throws IOException, InterruptedException {
        String floor = Native.compile("echo_floor", load.folder()).toString();
        servers.put("C", ServerProcess.start("C", List.of(floor)));
        servers.put("ours", ServerProcess.start(EchoServer.Kind.GREEN));
        servers.put("with a time limit", ServerProcess.start(EchoServer.Kind.GREEN_TIMEOUT));
        servers.put("virtual threads", ServerProcess.start(EchoServer.Kind.VIRTUAL_THREADS));
        for (String library : LIBRARIES) {
            startPython(library);
        }
    }

    private void startPython(String library) throws IOException, InterruptedException {
        String python = Native.pythonWith(library);
        if (python != null) {
            String program =
                    Native.copy("echo_" + library + ".py", load.folder()).toString();
            servers.put(library, ServerProcess.start(library, List.of(python, program)));
        }
    }

    private void compare(int connections) throws IOException, InterruptedException {
        Map<String, Measured> measured = measure(connections);
        Measured ours = of(measured, "ours");
        Measured floor = of(measured, "C");
        Measured threads = of(measured, "virtual threads");
        Measured limited = of(measured, "with a time limit");
        String what = String.format(Locale.ROOT, "echo, %,d connections, ", connections);
        rows.add(Row.rate(what + "beside C", "a second", ours.trips, floor.trips, 0.8));
        rows.add(Row.times(what + "99th percentile, beside C", "µs", ours.p99, floor.p99, 2));
        rows.add(Row.rate(what + "beside virtual threads", "a second", ours.trips, threads.trips, 1.2));
        rows.add(Row.rate(what + "with a time limit, beside without", "a second", limited.trips, ours.trips, 0.95));
        for (String library : LIBRARIES) {
            if (measured.containsKey(library)) {
                rows.add(Row.beside(what + "beside " + library, "a second", ours.trips, of(measured, library).trips));
            }
        }
    }

    private Map<String, Measured> measure(int connections) throws IOException, InterruptedException {
        Map<String, List<EchoLoad.Seen>> seen = new LinkedHashMap<>();
        for (int round = -1; round < load.effort().rounds(); round++) { // the first is for warming up
            for (Map.Entry<String, ServerProcess> server : servers.entrySet()) {
                EchoLoad.Seen now = load.on(server.getValue(), connections);
                if (round >= 0) {
                    seen.computeIfAbsent(server.getKey(), first -> new ArrayList<>())
                            .add(now);
                }
            }
        }
        Map<String, Measured> measured = new LinkedHashMap<>();
        seen.forEach((server, all) -> measured.put(server, Measured.of(all)));
        return measured;
    }

    private static Measured of(Map<String, Measured> all, String server) {
        Measured measured = all.get(server);
        if (measured == null) {
            throw new IllegalArgumentException("nothing was measured of " + server);
        }
        return measured;
    }
}
