package io.greendoor.backdoor;

/**
 * What stands around the elements of a container, and in its place within itself.
 *
 * @param own right within itself
 * @param further within something within itself
 */
record Brackets(String open, String close, String own, String further) {
    static final Brackets ARRAY = new Brackets("[", "]", "[...]", "[...]");
    static final Brackets COLLECTION = new Brackets("[", "]", "(this Collection)", "[...]");
    static final Brackets MAP = new Brackets("{", "}", "(this Map)", "{...}");
    static final Brackets OPTIONAL = named("Optional");

    static Brackets named(String name) {
        return new Brackets(name + "[", "]", name + "[...]", name + "[...]");
    }
}
