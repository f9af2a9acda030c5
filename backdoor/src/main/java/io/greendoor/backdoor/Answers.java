package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;

/** What came of statements, told to the client. In the console's task. */
final class Answers {

    private final Session session;
    private final ValueFormat values = ValueFormat.printed();

    Answers(Session session) {
        this.session = session;
    }

    /** Tells it; whether it went well. */
    @Suspendable
    boolean tell(Outcome outcome, Transcript transcript) {
        if (outcome instanceof Outcome.Value value) {
            return tell(value.value(), session.keep(value), transcript);
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            transcript.rejected(rejected.message());
        } else if (outcome instanceof Outcome.Told told) {
            session.out().print(told.message() + "\n");
            session.out().flush();
        } else if (outcome instanceof Outcome.Thrown thrown) {
            tell(thrown.throwable(), transcript);
        }
        return outcome instanceof Outcome.Nothing || outcome instanceof Outcome.Told;
    }

    /** A value's {@code toString} is a part of the command, and may fail, wait or end the session like any other. */
    @Suspendable
    private boolean tell(Object value, int number, Transcript transcript) {
        String text;
        try {
            text = values.format(value, session.window().width());
        } catch (Throwable thrown) {
            tell(thrown, transcript);
            return false;
        }
        if (!transcript.isScript() && session.window().mayPage()) {
            session.window().show(text + "\n");
        } else {
            transcript.value(value, text, number);
        }
        return true;
    }

    /** Throws what ends more than the statement. */
    void tell(Throwable thrown, Transcript transcript) {
        if (thrown instanceof SessionExit exit) {
            throw exit;
        }
        if (thrown instanceof KeyboardInterrupt interrupt) {
            throw interrupt;
        }
        transcript.thrown(thrown);
    }
}
