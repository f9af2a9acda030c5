package io.greendoor.backdoor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import org.jspecify.annotations.Nullable;

/** {@code /heap} and {@code /gc}: what memory is used for. */
final class HeapCommands {

    private static final Pattern CLASS = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+)(?:\\s+\\(.*\\))?");
    private static final int DEFAULT_CLASSES = 20;

    /** One class of the histogram. */
    private record Counted(String name, long instances, long bytes) {}

    PromptCommand heap() {
        return new OffLoopCommand(
                "heap", "shows which classes take how much memory", """
                /heap [WORD ...] [N] [live]
                  the N classes (20) whose objects take the most, and the use of the memory pools;
                  all threads wait while it counts
                  WORD  only classes whose name contains it
                  live  collects garbage first, and so counts only what is reachable""", this::heap, words -> List.of("live"));
    }

    PromptCommand gc() {
        return new OffLoopCommand("gc", "collects garbage, and tells what that gave", """
                /gc
                  collects garbage: tells the heap's use before and after, and how long it took""", this::gc);
    }

    private void heap(PromptCommand.Invocation call) throws JMException {
        List<String> words = new ArrayList<>(call.words());
        boolean live = words.removeIf("live"::equals);
        int most = DEFAULT_CLASSES;
        if (!words.isEmpty() && words.get(words.size() - 1).matches("\\d+")) {
            most = number(words.remove(words.size() - 1));
        }
        String histogram = Diagnostics.command("gcClassHistogram", live ? new String[0] : new String[] {"-all"});
        if (histogram == null) {
            call.out().println("this JVM counts no classes: it has no DiagnosticCommand bean");
        } else {
            call.out().print(classes(histogram, words, most, call.width()));
        }
        call.out().print("\n" + pools(call.width()));
    }

    private static int number(String text) {
        if (text.length() > 4 || Integer.parseInt(text) < 1 || Integer.parseInt(text) > Listing.MOST) {
            throw new UsageError("cannot list " + Literals.shortened(text, 20) + " classes: a number from 1 to "
                    + Listing.MOST + ", as in /heap 50");
        }
        return Integer.parseInt(text);
    }

    private static String classes(String histogram, List<String> words, int most, int width) {
        List<Counted> found = new ArrayList<>();
        histogram.lines().forEach(line -> {
            Counted counted = counted(line);
            if (counted != null && words.stream().allMatch(word -> mentions(counted, word))) {
                found.add(counted);
            }
        });
        String table = Listing.of(
                found.subList(0, Math.min(most, found.size())),
                List.of("BYTES", "OBJECTS", "CLASS"),
                each -> List.of(
                        Listing.right(ByteCounts.format(each.bytes)),
                        Listing.right(Listing.number(each.instances)),
                        Listing.text(each.name, Math.max(20, width - 24))),
                width,
                "");
        long bytes = found.stream().mapToLong(Counted::bytes).sum();
        long objects = found.stream().mapToLong(Counted::instances).sum();
        return table + ByteCounts.format(bytes) + " in " + Listing.count(objects, "object") + " of "
                + Listing.number(found.size()) + (found.size() == 1 ? " class\n" : " classes\n");
    }

    private static boolean mentions(Counted counted, String word) {
        return counted.name.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    private static @Nullable Counted counted(String line) {
        Matcher matcher = CLASS.matcher(line);
        return matcher.matches()
                ? new Counted(
                        readable(matcher.group(3)), Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
                : null;
    }

    /** {@code [Ljava.lang.String;} as {@code java.lang.String[]}. */
    private static String readable(String name) {
        int dimensions = name.lastIndexOf('[') + 1;
        if (dimensions == 0) {
            return name;
        }
        String element = switch (name.charAt(dimensions)) {
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'D' -> "double";
            case 'F' -> "float";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'S' -> "short";
            case 'Z' -> "boolean";
            default -> name.substring(dimensions + 1, name.length() - 1);
        };
        return element + "[]".repeat(dimensions);
    }

    private static String pools(int width) {
        TextTable table = new TextTable(List.of("POOL", "USED", "COMMITTED", "MOST"));
        add(table, "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            boolean inHeap = pool.getType() == MemoryType.HEAP;
            add(table, (inHeap ? "  " : "") + pool.getName(), pool.getUsage());
        }
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            table.add(List.of(
                    Listing.text("buffers: " + pool.getName(), 40),
                    Listing.right(ByteCounts.format(pool.getMemoryUsed())),
                    Listing.right(ByteCounts.format(pool.getTotalCapacity())),
                    Listing.right("")));
        }
        return table.text(width);
    }

    private static void add(TextTable table, String name, @Nullable MemoryUsage usage) {
        if (usage != null) { // else the pool is not valid any more
            table.add(List.of(
                    Listing.text(name, 40),
                    Listing.right(ByteCounts.format(usage.getUsed())),
                    Listing.right(ByteCounts.format(usage.getCommitted())),
                    Listing.right(usage.getMax() < 0 ? "" : ByteCounts.format(usage.getMax()))));
        }
    }

    private void gc(PromptCommand.Invocation call) {
        HotSpotDiagnosticMXBean diagnostic = Diagnostics.hotSpot();
        if (diagnostic != null
                && diagnostic.getVMOption("DisableExplicitGC").getValue().equals("true")) {
            throw new UsageError(
                    "this JVM was started with -XX:+DisableExplicitGC, and ignores it: /heap live collects");
        }
        long before = used();
        long begun = System.nanoTime();
        System.gc();
        long nanos = System.nanoTime() - begun;
        long after = used();
        call.out()
                .println("heap: " + ByteCounts.format(before) + " before, " + ByteCounts.format(after) + " after, in "
                        + Durations.formatNanos(nanos));
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
