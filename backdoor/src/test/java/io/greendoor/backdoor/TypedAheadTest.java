package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.junit.jupiter.api.Test;

/** Whether a line is drawn key by key or once, the same is seen in the end, and the same is entered. */
class TypedAheadTest {
    private static final int ROUNDS = 100;
    private static final long SEED = 1; // always the same, since JLine itself errs about once in some thousand rounds

    /** What keys send, and what is pasted. Not Ctrl-V and Ctrl-G, which JLine draws by halves. */
    private static final List<String> KEYS = List.of(
            "a",
            "b",
            " ",
            "alpha",
            "beta gamma",
            "(",
            ")",
            "{",
            "}",
            "\"",
            "é",
            "\r",
            "\r",
            "\r",
            "\t",
            "\t",
            "\t",
            "\u0001",
            "\u0002",
            "\u0003",
            "\u0005",
            "\u0006",
            "\u000b",
            "\u000c",
            "\u000f",
            "\u0012",
            "\u0013",
            "\u0014",
            "\u0015",
            "\u0017",
            "\u0018\u0018",
            "\u0019",
            "\u001a",
            "\u001f",
            "\u007f",
            "\u007f",
            "\u001bb",
            "\u001bd",
            "\u001bf",
            "\u001b?",
            "\u001b3",
            "\u001bOA",
            "\u001bOB",
            "\u001bOC",
            "\u001bOD",
            "\u001bOF",
            "\u001bOH",
            "\u001b[3~",
            "\u001b[200~pasted (text\rof two lines)\u001b[201~");

    @Test
    void theSameIsSeenAsIfItWereDrawnKeyByKey() throws Exception {
        long seed = Long.getLong("greendoor.seed", SEED);
        System.err.println("theSameIsSeenAsIfItWereDrawnKeyByKey: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder keys = new StringBuilder();
            for (int j = random.nextInt(25); j >= 0; j--) {
                keys.append(KEYS.get(random.nextInt(KEYS.size())));
            }
            keys.append("end");
            String all = keys.toString();
            String often = outcome(all, Duration.ofSeconds(1));
            assertEquals(
                    often,
                    outcome(all, Duration.ZERO),
                    () -> "seed " + seed + ", keys " + Literals.of(all, '"', 10_000));
            assertEquals(
                    often,
                    outcome(all, Duration.ofMillis(20)),
                    () -> "seed " + seed + ", keys " + Literals.of(all, '"', 10_000));
        }
    }

    /** Knows when brackets are closed, and some words. */
    private static final class FewWords implements Assistant {
        private static final List<String> WORDS = List.of("alpha", "alpine", "beta", "gamma", "gammon");

        @Override
        public boolean isWhole(String source) {
            return source.chars().filter(c -> "([{".indexOf(c) >= 0).count()
                    <= source.chars().filter(c -> ")]}".indexOf(c) >= 0).count();
        }

        @Override
        public boolean wantsColours() {
            return true;
        }

        @Override
        public Completions complete(String source, int cursor) {
            int anchor = cursor;
            while (anchor > 0 && Character.isLetter(source.charAt(anchor - 1))) {
                anchor--;
            }
            String begun = source.substring(anchor, cursor);
            return new Completions(
                    anchor,
                    WORDS.stream().filter(word -> word.startsWith(begun)).toList());
        }

        @Override
        public List<String> explain(String source, int cursor) {
            return source.startsWith("(", cursor - 1) ? List.of("a first line", "a second line") : List.of();
        }
    }

    /** The screen and what was entered, if each look at the clock finds it so much later. */
    private static String outcome(String keys, Duration later) throws Exception {
        EditorInput input = new EditorInput();
        for (byte each : keys.getBytes(StandardCharsets.UTF_8)) {
            input.put(each);
        }
        input.end();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong();
        EditorDrawing drawing = EditorDrawing.of(
                "xterm",
                input,
                wire,
                new EditorDrawing.Parts("... ", new FewWords(), null, Map.of()),
                () -> clock.addAndGet(later.toNanos()));
        drawing.resize(EmulatedScreen.COLUMNS, 24); // wide enough: JLine errs where a line ends in the last column
        List<String> entered = entered(drawing.java());
        return EmulatedScreen.after(wire.toString(StandardCharsets.UTF_8)) + "\n" + entered;
    }

    private static List<String> entered(LineReader reader) {
        List<String> entered = new ArrayList<>();
        while (true) {
            try {
                entered.add(reader.readLine(">>> "));
            } catch (UserInterruptException e) {
                entered.add("^C");
            } catch (EndOfFileException e) {
                return entered;
            }
        }
    }
}
