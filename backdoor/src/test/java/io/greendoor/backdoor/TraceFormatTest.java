package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.acme.App;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TraceFormatTest {
    private static String typed(String... statements) {
        try (Prompt prompt = new Prompt(new ConcurrentHashMap<>(Map.of("app", new App())))) {
            for (String statement : Arrays.asList(statements).subList(0, statements.length - 1)) {
                assertEquals("", prompt.type(statement));
            }
            return TraceFormat.format(prompt.thrownBy(statements[statements.length - 1]))
                    .replaceAll("java:\\d+", "java:N");
        }
    }

    @Test
    void applicationFramesAndOneForThePromptAreKept() {
        assertEquals("""
                java.lang.IllegalStateException: app failed
                \tat com.acme.App.fail(App.java:N)
                \tat <console>
                """, typed("app.fail()"));
    }

    @Test
    void typedMethodsAndClassesAreNamed() {
        assertEquals("""
                java.lang.IllegalStateException: app failed
                \tat com.acme.App.fail(App.java:N)
                \tat C.run(<console>)
                \tat f(<console>)
                \tat <console>
                """, typed("class C { void run() { app.fail(); } }", "void f() { new C().run(); }", "f()"));
    }

    @Test
    void lambdasAreThePrompt() {
        assertEquals("""
                java.lang.Exception: inside
                \tat <console>
                \tat com.acme.App.call(App.java:N)
                \tat <console>
                """, typed("app.call(() -> { throw new Exception(\"inside\"); })"));
    }

    @Test
    void reflectionIsLeftOut() {
        String trace = typed("App.class.getMethod(\"fail\").invoke(app)".replace("App.class", "app.getClass()"));
        assertEquals("""
                java.lang.reflect.InvocationTargetException
                \tat <console>
                Caused by: java.lang.IllegalStateException: app failed
                \tat com.acme.App.fail(App.java:N)
                \tat <console>
                """, trace);
    }

    @Test
    void wrappersAreNotNamedInMessages() {
        assertTrue(typed("String s = null;", "s.length()")
                .startsWith("java.lang.NullPointerException: Cannot invoke \"String.length()\" because \"s\" is null"));
    }

    @Test
    void causesSuppressedAndCyclesAreShown() {
        Exception cause = withoutFrames(new Exception("cause"));
        Exception outer = withoutFrames(new Exception("outer", cause));
        outer.addSuppressed(withoutFrames(new Exception("suppressed")));
        cause.addSuppressed(outer);
        assertEquals("""
                java.lang.Exception: outer
                \tSuppressed: java.lang.Exception: suppressed
                Caused by: java.lang.Exception: cause
                \tSuppressed: [CIRCULAR REFERENCE: java.lang.Exception: outer]
                """, TraceFormat.format(outer));
    }

    @Test
    void brokenThrowableIsStillShown() {
        assertEquals(
                Broken.class.getName() + " (its toString() fails)\n", TraceFormat.format(withoutFrames(new Broken())));
    }

    @Test
    void deepTraceIsCut() {
        assumeFalse("quasar".equals(System.getProperty("greendoor.engine")), "a full stack is another one there");
        String trace = typed("void f() { f(); }", "f()");
        assertEquals(52, trace.lines().count());
        assertTrue(trace.lines().skip(1).limit(50).allMatch("\tat f(<console>)"::equals));
        assertTrue(trace.endsWith(" frames left out\n"));
    }

    @Test
    void longChainIsCut() {
        Exception chain = withoutFrames(new Exception("0"));
        for (int i = 1; i < 100; i++) {
            chain = withoutFrames(new Exception(Integer.toString(i), chain));
        }
        assertTrue(TraceFormat.format(chain).endsWith("50\nCaused by: ... and more throwables left out\n"));
    }

    private static <T extends Throwable> T withoutFrames(T throwable) {
        throwable.setStackTrace(new StackTraceElement[0]);
        return throwable;
    }

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }
    }
}
