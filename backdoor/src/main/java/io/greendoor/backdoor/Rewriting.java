package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A text in which some tokens were replaced, and the way back from its positions to those of the original. */
final class Rewriting {
    private final String original;
    private final String text;
    private final List<Edit> edits;

    private Rewriting(String original, String text, List<Edit> edits) {
        this.original = original;
        this.text = text;
        this.edits = edits;
    }

    /** One replacement: where its result starts and ends in the new text, where the old token started and ended. */
    private record Edit(int start, int end, int oldStart, int oldEnd) {}

    /** Replaces each of {@code tokens}, tokens of {@code original}, by {@code replacement}. */
    static Rewriting replace(String original, List<Tokens.Token> tokens, String replacement) {
        Map<Integer, Tokens.Token> ordered = new TreeMap<>();
        tokens.forEach(token -> ordered.put(token.start(), token));
        StringBuilder text = new StringBuilder();
        List<Edit> edits = new ArrayList<>();
        int copied = 0;
        for (Tokens.Token token : ordered.values()) {
            text.append(original, copied, token.start());
            copied = token.start() + token.text().length();
            edits.add(new Edit(text.length(), text.length() + replacement.length(), token.start(), copied));
            text.append(replacement);
        }
        text.append(original, copied, original.length());
        return new Rewriting(original, text.toString(), List.copyOf(edits));
    }

    /** With more around it; a position in what is before is the original's start, one in what is behind its end. */
    Rewriting between(String before, String after) {
        List<Edit> shifted = new ArrayList<>();
        shifted.add(new Edit(0, before.length(), 0, 0));
        for (Edit edit : edits) {
            shifted.add(new Edit(
                    edit.start() + before.length(), edit.end() + before.length(), edit.oldStart(), edit.oldEnd()));
        }
        return new Rewriting(original, before + text + after, List.copyOf(shifted));
    }

    String original() {
        return original;
    }

    String text() {
        return text;
    }

    /** Where a position of the original is in the new text; a position inside a replaced token is its end. */
    int position(int originalPosition) {
        int shift = 0;
        for (Edit edit : edits) {
            if (originalPosition <= edit.oldStart()) {
                break;
            }
            if (originalPosition < edit.oldEnd()) {
                return edit.end();
            }
            shift = edit.end() - edit.oldEnd();
        }
        return originalPosition + shift;
    }

    /** The position in the original; a position inside a replacement is its token's start. */
    int originalPosition(int position) {
        int shift = 0;
        for (Edit edit : edits) {
            if (position <= edit.start()) {
                break;
            }
            if (position < edit.end()) {
                return edit.oldStart();
            }
            shift = edit.oldEnd() - edit.end();
        }
        return Math.max(0, Math.min(original.length(), position + shift));
    }
}
