package io.greendoor.backdoor;

/** What became of one statement. */
sealed interface Outcome {

    /**
     * An expression that has a value to print; the value itself, on which nothing has been called.
     *
     * @param type the static one, as a snippet may write it in most cases
     */
    record Value(Object value, String type) implements Outcome {}

    /** Null, void, an assignment, a declaration, a definition, an import: nothing to print. */
    record Nothing() implements Outcome {}

    /** As {@link Nothing}, with a side effect that the user should know of. No line end after the last line. */
    record Told(String message) implements Outcome {}

    /**
     * Compile errors, or a definition that waits for something undefined. The message is ready to print and has no
     * line end after its last line.
     */
    record Rejected(String message) implements Outcome {}

    /** What user code threw, the very same object; or what kept a local from being written to the map. */
    record Thrown(Throwable throwable) implements Outcome {}

    /** The same, and if it was rejected, with a remark behind the message. */
    default Outcome withRemark(String remark) {
        return this instanceof Rejected rejected ? new Rejected(rejected.message() + remark) : this;
    }
}
