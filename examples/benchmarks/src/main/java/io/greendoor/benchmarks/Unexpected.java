package io.greendoor.benchmarks;

/** What a method handle throws, which is declared to be anything. */
final class Unexpected {

    private Unexpected() {}

    /** The same if it is unchecked, else wrapped; to be thrown. */
    static RuntimeException thrown(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(thrown);
    }
}
