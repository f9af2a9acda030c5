package io.greendoor.backdoor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /logger}: looks at the levels of loggers, and changes them for a while. */
final class LoggerCommand {

    private static final Duration DEFAULT_LEASE = Duration.ofMinutes(10);
    private static final int LONGEST_MINUTES = 7 * 24 * 60;
    private static final int NAME_WIDTH = 80;
    private static final List<String> WORDS = List.of("changed", "reset");

    private final ClassLoader application;
    private final Leases leases;

    /** A logger of one of the libraries, which need not be there yet. */
    private record Named(LoggerSystem system, String name, String typed) {

        LoggerSystem.LoggerLevel logger() {
            return system.logger(name);
        }

        String title() {
            return "the level of " + name + " (" + system.name() + ")";
        }
    }

    LoggerCommand(ClassLoader application, Leases leases) {
        this.application = application;
        this.leases = leases;
    }

    PromptCommand command() {
        return new OffLoopCommand(
                "logger", "shows levels of loggers, and changes them for a while", """
                /logger
                  lists the loggers that have a level of their own (java.util.logging, Logback, Log4j 2)
                /logger NAME
                  tells the level of a logger, or lists those whose name contains NAME
                /logger NAME LEVEL [MINUTES|forever]
                  sets it for 10 minutes, or so many, or until the door is closed; LEVEL inherit: none of its own
                /logger reset NAME
                  puts it back at once
                /logger changed
                  lists what is to be put back
                jul:NAME, logback:NAME, log4j:NAME is the logger of that library where there are several; root is the root
                logger""", this::run, this::complete);
    }

    private List<LoggerSystem> systems() {
        return LoggerSystem.of(application);
    }

    private void run(PromptCommand.Invocation call) {
        List<String> words = call.words();
        String first = words.isEmpty() ? "" : words.get(0);
        if (words.isEmpty()) {
            call.out().print(list("", call.width()));
        } else if (words.size() == 1 && first.equals("changed")) {
            call.out().print(changed(call.width()));
        } else if (words.size() == 2 && first.equals("reset")) {
            call.out().println(reset(find(words.get(1))));
        } else if (words.size() == 1) {
            call.out().print(show(first, call.width()));
        } else if (words.size() <= 3) {
            call.out().println(set(find(first), words.get(1), words.size() < 3 ? "" : words.get(2)));
        } else {
            throw new UsageError("/logger takes a name, a level and minutes, not " + words.size()
                    + " words: /logger com.acme DEBUG 30");
        }
    }

    private Named find(String typed) {
        List<LoggerSystem> systems = systems();
        for (LoggerSystem system : systems) {
            String prefix = system.prefix() + ":";
            if (typed.startsWith(prefix)) {
                return new Named(system, typed.substring(prefix.length()), typed);
            }
        }
        return new Named(systems.get(0), typed, typed);
    }

    private String show(String typed, int width) {
        Named named = find(typed);
        boolean isKnown = named.system.loggers().contains(named.name);
        boolean isPart = systems().stream()
                .flatMap(system -> system.loggers().stream())
                .anyMatch(name -> contains(name, named.name));
        return isKnown || !isPart ? describe(named) + "\n" : list(named.name, width);
    }

    private static boolean contains(String name, String part) {
        return name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static String describe(Named named) {
        LoggerSystem.LoggerLevel logger = named.logger();
        String own = logger.get();
        return Literals.visible(named.name) + " (" + named.system.name() + "): "
                + (own == null ? logger.effective() + ", inherited" : own);
    }

    /** All that contain a part, or without one those that have a level of their own. */
    private String list(String part, int width) {
        List<Named> found = new ArrayList<>();
        for (LoggerSystem system : systems()) {
            for (String name : system.loggers()) {
                if (part.isEmpty() ? system.logger(name).get() != null : contains(name, part)) {
                    found.add(new Named(system, name, name));
                }
            }
        }
        return Listing.of(
                found,
                List.of("LEVEL", "LOGGER", "LIBRARY"),
                each -> List.of(
                        Listing.text(
                                Objects.requireNonNullElseGet(
                                        each.logger().get(),
                                        () -> "(" + each.logger().effective() + ")"),
                                NAME_WIDTH),
                        Listing.text(each.name, NAME_WIDTH),
                        Listing.text(each.system.name(), NAME_WIDTH)),
                width,
                "name what you look for, as in /logger com.acme");
    }

    private String changed(int width) {
        List<Leases.Change> changes = leases.changes();
        if (changes.isEmpty()) {
            return "nothing is changed\n";
        }
        return Listing.of(
                changes,
                List.of("WHAT", "IS", "WAS", "PUT BACK"),
                each -> List.of(
                        Listing.text(each.name(), NAME_WIDTH),
                        Listing.text(text(each.is()), NAME_WIDTH),
                        Listing.text(text(each.was()), NAME_WIDTH),
                        Listing.text(
                                each.left() == null ? "when the door is closed" : "in " + Durations.format(each.left()),
                                NAME_WIDTH)),
                width,
                "/logger reset NAME puts one back");
    }

    private static String text(@Nullable String level) {
        return level == null ? "inherited" : level;
    }

    private String reset(Named named) {
        if (!leases.putBack(named.title())) {
            throw new UsageError(
                    Literals.visible(named.title()) + " was not changed here: /logger changed lists what was");
        }
        return describe(named);
    }

    private String set(Named named, String typedLevel, String typedTime) {
        boolean inherits = typedLevel.equalsIgnoreCase("inherit");
        String level = inherits ? null : named.system.level(typedLevel);
        if (level == null && !inherits) {
            throw new UsageError("\"" + Literals.visible(Literals.shortened(typedLevel, 40)) + "\" is no level of "
                    + named.system.name() + ": " + String.join(", ", named.system.levels()) + " or inherit");
        }
        if (inherits && named.name.equals(LoggerSystem.ROOT)) {
            throw new UsageError(
                    "the root logger has nobody to inherit a level from: name one, as in /logger root INFO");
        }
        Duration lease = lease(typedTime);
        leases.change(named.title(), named.logger(), level, lease);
        String warning = level == null ? "" : named.system.warning(named.name, level);
        return describe(named) + "; it is put back "
                + (lease == null ? "when the door is closed" : "in " + Durations.format(lease))
                + ", or by /logger reset " + Literals.visible(named.typed)
                + (warning.isEmpty() ? "" : "\n" + warning);
    }

    private static @Nullable Duration lease(String typed) {
        if (typed.isEmpty()) {
            return DEFAULT_LEASE;
        }
        if (typed.equalsIgnoreCase("forever")) {
            return null;
        }
        boolean isNumber = typed.matches("\\d{1,5}");
        int minutes = isNumber ? Integer.parseInt(typed) : 0;
        if (minutes < 1 || minutes > LONGEST_MINUTES) {
            throw new UsageError("cannot set it for \"" + Literals.visible(Literals.shortened(typed, 40))
                    + "\" minutes: a number from 1 to " + LONGEST_MINUTES + ", or forever");
        }
        return Duration.ofMinutes(minutes);
    }

    private List<String> complete(List<String> words) {
        List<LoggerSystem> systems = systems();
        if (words.size() <= 1) {
            List<String> names = new ArrayList<>(WORDS);
            systems.forEach(system -> names.addAll(system.loggers()));
            return names.stream().distinct().toList();
        }
        if (words.get(0).equals("reset")) {
            return systems.get(0).loggers();
        }
        return words.size() == 2 ? systems.get(0).levels() : List.of("forever");
    }
}
