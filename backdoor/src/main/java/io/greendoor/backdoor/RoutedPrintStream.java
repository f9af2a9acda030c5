package io.greendoor.backdoor;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A print stream that passes each call on to the one that is meant at that moment. It has no lock and no buffer of
 * its own, so those who print to different streams never meet.
 */
@SuppressWarnings(
        "AnnotateFormatMethod") // the annotation that it asks for is Error Prone's own, and no dependency here
final class RoutedPrintStream extends PrintStream {

    private final PrintStream original;
    private final Function<Session, PrintStream> ofSession;

    /** Passes on to the calling task's session, or to {@code original} when it has none. */
    RoutedPrintStream(PrintStream original, Function<Session, PrintStream> ofSession) {
        super(OutputStream.nullOutputStream());
        this.original = original;
        this.ofSession = ofSession;
    }

    PrintStream original() {
        return original;
    }

    private PrintStream target() {
        Session session = Session.current();
        if (session == null) {
            return original;
        }
        Command command = Command.current();
        if (command != null) {
            command.throwIfExceeded(); // here too, since whoever prints without end need not be typed code
        }
        return ofSession.apply(session);
    }

    @Override
    public void flush() {
        target().flush();
    }

    /** Flushes: whose stream it is decides when it is closed. */
    @Override
    public void close() {
        flush();
    }

    @Override
    public boolean checkError() {
        return target().checkError();
    }

    @Override
    public void write(int b) {
        target().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        target().write(bytes, offset, length);
    }

    @Override
    public void write(byte[] bytes) {
        writeBytes(bytes);
    }

    @Override
    public void writeBytes(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void print(boolean value) {
        target().print(value);
    }

    @Override
    public void print(char value) {
        target().print(value);
    }

    @Override
    public void print(int value) {
        target().print(value);
    }

    @Override
    public void print(long value) {
        target().print(value);
    }

    @Override
    public void print(float value) {
        target().print(value);
    }

    @Override
    public void print(double value) {
        target().print(value);
    }

    @Override
    public void print(char[] value) {
        target().print(value);
    }

    @Override
    public void print(@Nullable String value) {
        target().print(value);
    }

    @Override
    public void print(@Nullable Object value) {
        target().print(value);
    }

    @Override
    public void println() {
        target().println();
    }

    @Override
    public void println(boolean value) {
        target().println(value);
    }

    @Override
    public void println(char value) {
        target().println(value);
    }

    @Override
    public void println(int value) {
        target().println(value);
    }

    @Override
    public void println(long value) {
        target().println(value);
    }

    @Override
    public void println(float value) {
        target().println(value);
    }

    @Override
    public void println(double value) {
        target().println(value);
    }

    @Override
    public void println(char[] value) {
        target().println(value);
    }

    @Override
    public void println(@Nullable String value) {
        target().println(value);
    }

    @Override
    public void println(@Nullable Object value) {
        target().println(value);
    }

    @Override
    public PrintStream printf(String format, @Nullable Object... args) {
        return format(format, args);
    }

    @Override
    public PrintStream printf(@Nullable Locale locale, String format, @Nullable Object... args) {
        return format(locale, format, args);
    }

    @Override
    public PrintStream format(String format, @Nullable Object... args) {
        print(String.format(format, args)); // not under the target's lock: formatting calls anybody's toString
        return this;
    }

    @Override
    public PrintStream format(@Nullable Locale locale, String format, @Nullable Object... args) {
        print(String.format(locale, format, args));
        return this;
    }

    @Override
    public PrintStream append(@Nullable CharSequence text) {
        target().append(text);
        return this;
    }

    @Override
    public PrintStream append(@Nullable CharSequence text, int start, int end) {
        target().append(text, start, end);
        return this;
    }

    @Override
    public PrintStream append(char value) {
        target().append(value);
        return this;
    }
}
