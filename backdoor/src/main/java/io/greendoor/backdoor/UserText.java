package io.greendoor.backdoor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What the application's objects say of themselves. That is user code: it may fail, and what it fails with becomes the
 * text. Errors with which a task is cancelled pass, as does the lack of memory.
 */
final class UserText {

    private UserText() {}

    /** The object's {@code toString}, {@code "null"} where that is null. */
    static String of(@Nullable Object value) {
        try {
            String text = String.valueOf((Object) String.valueOf(value)); // a toString may return null
            boolean identity = value != null && text.startsWith(value.getClass().getName() + "@");
            return identity ? SnippetNames.strip(text) : text;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return "<" + className(value) + ", whose toString() threw " + headline(e) + ">";
        }
    }

    /** What a method without parameters returns, or a {@link Failure} that stands for what it threw. */
    static @Nullable Object call(Method method, Object target) {
        try {
            return method.invoke(target);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause() == null ? e : e.getCause();
            if (thrown instanceof Error error && !isFailure(error)) {
                throw error;
            }
            return new Failure(headline(thrown));
        } catch (IllegalAccessException e) {
            return new Failure(headline(e));
        }
    }

    private static boolean isFailure(Error error) {
        return error instanceof LinkageError || error instanceof AssertionError || error instanceof StackOverflowError;
    }

    /** Stands for a value that could not be had. */
    record Failure(String headline) {
        @Override
        public String toString() {
            return "<threw " + headline + ">";
        }
    }

    /** A throwable's {@code toString} on one line. */
    static String headline(Throwable throwable) {
        return TraceFormat.headline(throwable).replaceAll("\\R", " ");
    }

    private static String className(@Nullable Object value) {
        return value == null ? "null" : SnippetNames.strip(value.getClass().getName());
    }
}
