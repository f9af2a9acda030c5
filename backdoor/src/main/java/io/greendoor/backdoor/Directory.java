package io.greendoor.backdoor;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names that {@code dir(x)} lists: those of the {@link Members}. */
final class Directory {

    private Directory() {}

    /** The names of an object's members, or of a class's own if the object is a class; sorted, none of Object's. */
    static List<String> names(Object object) {
        Members members = Members.of(object);
        Set<String> names = new TreeSet<>();
        if (members.type().isArray()) {
            names.add("length");
        }
        members.methods().forEach(method -> names.add(method.getName()));
        members.fields().forEach(field -> names.add(field.getName()));
        LinkageError missing = members.missing();
        if (missing != null) {
            throw missing; // rather than to say that there is nothing
        }
        return List.copyOf(names);
    }
}
