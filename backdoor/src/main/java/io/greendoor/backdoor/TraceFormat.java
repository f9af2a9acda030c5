package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renders a throwable as {@code printStackTrace} does, but with the application's frames only: what was typed is one
 * frame {@code <console>}, whatever lies below it and the console's and reflection's own frames are left out.
 *
 * <p>Never fails itself: a throwable's methods are user code, and where one throws, a note stands in its place.
 */
final class TraceFormat {
    private static final Pattern SNIPPET = Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*(?:\\$(.+))?");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.*)\\$\\d+");
    private static final Pattern HIDDEN = Pattern.compile(
            "(io\\.greendoor\\.(scheduler|greenlet|backdoor)|jdk\\.jshell|java\\.lang\\.(reflect|invoke)"
                    + "|jdk\\.internal\\.reflect)\\..*");
    private static final Pattern THREAD_FRAME = Pattern.compile(
            "java\\.lang\\.(Virtual)?Thread|java\\.util\\.concurrent\\.ThreadPoolExecutor.*|io\\.greendoor\\.scheduler\\..*");

    /** The frame of what was typed. */
    static final String CONSOLE = "<console>";

    /** A trace never has more than this many frames for each throwable, and this many throwables. */
    private static final int LIMIT = 50;

    private final StringBuilder out = new StringBuilder();
    private final Set<Throwable> shown = Collections.newSetFromMap(new IdentityHashMap<>());

    private TraceFormat() {}

    /** The trace, each line ending in a line feed. */
    static String format(Throwable throwable) {
        TraceFormat trace = new TraceFormat();
        trace.append(throwable, "", "");
        return trace.out.toString();
    }

    /** The application's frames of a stack, innermost first, and one for what was typed. */
    static List<String> frames(List<StackTraceElement> stack) {
        List<String> frames =
                frames(stack.stream().map(TraceFormat::withoutLoader).toArray(StackTraceElement[]::new));
        if (frames.size() <= LIMIT) {
            return frames;
        }
        List<String> some = new ArrayList<>(frames.subList(0, LIMIT));
        some.add(leftOut(frames.size() - LIMIT));
        return some;
    }

    /** All frames of a stack, innermost first. */
    static List<String> allFrames(List<StackTraceElement> stack) {
        return stack.stream().map(frame -> withoutLoader(frame).toString()).toList();
    }

    /** As in a throwable's trace: a thread's names the loader and the module's version with each frame, on some JDKs. */
    private static StackTraceElement withoutLoader(StackTraceElement frame) {
        return new StackTraceElement(
                null,
                frame.getModuleName(),
                null,
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
    }

    private static String leftOut(int count) {
        return "... " + count + " frames left out";
    }

    /** What the throwable's {@code toString} says, without the names of wrappers, or its class if that throws. */
    static String headline(Throwable throwable) {
        if (throwable instanceof UsageError misuse) {
            return misuse.line(); // whose class is of no interest to who misused something
        }
        String name = throwable.getClass().getName();
        String text = guarded(() -> String.valueOf(throwable), name + " (its toString() fails)");
        return SnippetNames.strip(text);
    }

    /** What the throwable's {@code getMessage} says, empty where that is null. */
    static String message(Throwable throwable) {
        return SnippetNames.strip(
                guarded(() -> Optional.ofNullable(throwable.getMessage()).orElse(""), "(its getMessage() fails)"));
    }

    /** Errors with which a task is cancelled are not among those caught: whoever runs this wants to see them. */
    private static <T> T guarded(Supplier<T> userCode, T otherwise) {
        try {
            return userCode.get();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return otherwise; // what is rendered is itself a failure; the result says that this part of it failed too
        }
    }

    private void append(Throwable first, String firstCaption, String indent) {
        Throwable throwable = first;
        String caption = firstCaption;
        while (throwable != null) {
            if (shown.size() == LIMIT) {
                line(indent + caption + "... and more throwables left out");
                return;
            }
            if (!shown.add(throwable)) {
                line(indent + caption + "[CIRCULAR REFERENCE: " + headline(throwable) + "]");
                return;
            }
            line(indent + caption + headline(throwable));
            appendFrames(throwable, indent);
            for (Throwable suppressed : throwable.getSuppressed()) {
                append(suppressed, "Suppressed: ", indent + "\t");
            }
            throwable = cause(throwable);
            caption = "Caused by: ";
        }
    }

    private static @Nullable Throwable cause(Throwable throwable) {
        return guarded(() -> Optional.ofNullable(throwable.getCause()), Optional.<Throwable>empty())
                .orElse(null);
    }

    private void appendFrames(Throwable throwable, String indent) {
        StackTraceElement[] trace = guarded(throwable::getStackTrace, new StackTraceElement[0]);
        List<String> frames = frames(trace);
        int end = Math.min(frames.size(), LIMIT);
        frames.subList(0, end).forEach(frame -> line(indent + "\tat " + frame));
        if (end < frames.size()) {
            line(indent + "\t" + leftOut(frames.size() - end));
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static List<String> frames(StackTraceElement[] trace) {
        List<String> frames = new ArrayList<>();
        int end = endOfCommand(trace);
        for (int i = 0; i < end; i++) {
            String frame = render(trace[i]);
            boolean repeatedConsole = frame.equals(CONSOLE)
                    && !frames.isEmpty()
                    && frames.get(frames.size() - 1).equals(CONSOLE);
            if (!frame.isEmpty() && !repeatedConsole) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /**
     * The end of the part that belongs to the user: right below the outermost command, or without one what is above
     * the thread's own.
     */
    private static int endOfCommand(StackTraceElement[] trace) {
        for (int i = trace.length - 1; i >= 0; i--) {
            if (trace[i].getMethodName().equals(SnippetLoader.COMMAND)
                    && SNIPPET.matcher(trace[i].getClassName()).matches()) {
                return i + 1;
            }
        }
        int end = trace.length;
        while (end > 0 && THREAD_FRAME.matcher(trace[end - 1].getClassName()).matches()) {
            end--;
        }
        return end;
    }

    /** The frame's line without the leading "at", empty for a hidden one. */
    private static String render(StackTraceElement frame) {
        Matcher snippet = SNIPPET.matcher(frame.getClassName());
        if (snippet.matches()) {
            return renderSnippet(snippet.group(1), frame.getMethodName());
        }
        return HIDDEN.matcher(frame.getClassName()).matches() ? "" : frame.toString();
    }

    private static String renderSnippet(@Nullable String typedClass, String compiledMethod) {
        Matcher lambda = LAMBDA.matcher(compiledMethod);
        String method = lambda.matches() ? lambda.group(1) : compiledMethod;
        if (typedClass != null) {
            return typedClass.replace('$', '.') + "." + method + "(" + CONSOLE + ")";
        }
        return method.startsWith(SnippetLoader.COMMAND) || method.isEmpty() ? CONSOLE : method + "(" + CONSOLE + ")";
    }
}
