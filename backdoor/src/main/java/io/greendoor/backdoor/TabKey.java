package io.greendoor.backdoor;

import java.lang.System.Logger.Level;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * What Tab does where Java is edited: the first one completes, the second one explains; where arguments begin it is the
 * other way round. The editor's thread only.
 */
final class TabKey implements Completer {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int BELL = 7;

    private final Assistant assistant;
    private String explained = "";
    private int candidateCount;

    TabKey(Assistant assistant) {
        this.assistant = assistant;
    }

    /** It was pressed, while {@code reader} reads. */
    void press(LineReader reader) {
        String before = reader.getBuffer().upToCursor();
        boolean again = here(reader).equals(explained);
        boolean argument =
                before.stripTrailing().endsWith("(") || before.stripTrailing().endsWith(",");
        explained = here(reader);
        if (again != argument && explain(reader)) {
            return;
        }
        candidateCount = 0;
        reader.callWidget(LineReader.EXPAND_OR_COMPLETE);
        if (candidateCount > 1) {
            reader.callWidget(LineReader.LIST_CHOICES);
            explained = here(reader);
        }
    }

    private static String here(LineReader reader) {
        return reader.getBuffer().upToCursor() + "|" + reader.getBuffer();
    }

    private boolean explain(LineReader reader) {
        try {
            List<String> lines = assistant.explain(
                    reader.getBuffer().toString(), reader.getBuffer().cursor());
            if (!lines.isEmpty()) {
                reader.printAbove(String.join("\n", lines));
            }
            return !lines.isEmpty();
        } catch (RuntimeException e) { // then there is nothing to say
            LOG.log(Level.DEBUG, "cannot explain", e);
            return false;
        }
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        try {
            Assistant.Completions completions = assistant.complete(line.line(), line.cursor());
            String typed = line.line().substring(Math.min(completions.anchor(), line.cursor()), line.cursor());
            for (String each : completions.continuations()) {
                // JLine replaces the word before the cursor, and the anchor may be before that
                String rest =
                        each.startsWith(typed) && typed.length() > line.word().length()
                                ? each.substring(typed.length() - line.word().length())
                                : each;
                candidates.add(new Candidate(rest, rest, null, null, null, null, false));
            }
            candidateCount = candidates.size();
        } catch (RuntimeException e) { // then there is nothing to complete
            LOG.log(Level.DEBUG, "cannot complete", e);
            reader.getTerminal().writer().write(BELL);
        }
    }
}
