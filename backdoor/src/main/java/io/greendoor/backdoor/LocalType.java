package io.greendoor.backdoor;

/** What a local is to be declared as, and by what this is known. */
record LocalType(NameableType type, Basis basis) {

    /** What a type holds for. */
    enum Basis {
        /** For all objects of the value's class. */
        CLASS,
        /** For all of the class as well, but it leaves type arguments open. */
        CLASS_IN_PART,
        /** For this object, of which another one declares the type arguments. */
        DECLARATION
    }

    static LocalType byClass(NameableType type) {
        return new LocalType(type, Basis.CLASS);
    }
}
