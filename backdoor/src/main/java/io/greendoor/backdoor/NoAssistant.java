package io.greendoor.backdoor;

import java.util.List;

/** Knows nothing about Java: for lines that nobody runs. */
record NoAssistant(boolean wantsColours) implements Assistant {

    @Override
    public boolean isWhole(String source) {
        return true;
    }

    @Override
    public Completions complete(String source, int cursor) {
        return Completions.NONE;
    }

    @Override
    public List<String> explain(String source, int cursor) {
        return List.of();
    }
}
