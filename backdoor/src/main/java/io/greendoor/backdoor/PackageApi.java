package io.greendoor.backdoor;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaFileObject;

/**
 * What of a package the code of other packages can see: the classes that it can name, and those that these are made of,
 * as a superclass that is not public. From any thread.
 */
// A compiler that knows fewer classes is faster, and smaller. It finds out about a class in two ways: somebody lists
// the package, or a class file that it reads names it. So leaving one out of the list is not enough: what the others
// say of it has to go as well, or the compiler looks for a class file that is not there. Both are done by one rule:
//
//   seen     a class that is public; a public or protected member class of one that is seen; and whatever a class that
//            is seen mentions in its own declaration, or in that of a member that is public, protected or abstract
//   shown    of a class that is seen: those members, its member classes that are seen, and other members that mention
//            none but classes that are seen
//
// So no declaration that is shown mentions a class that is not. The members that nobody may use are shown where they
// can be, because the compiler then says just that. Other member classes are seen, too, if one of the package that
// others may use has the same name: they hide it from subclasses, as TreeMap.Entry hides Map.Entry.
final class PackageApi {

    private final Map<String, ClassDeclaration> declarations = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    private PackageApi() {}

    /**
     * Of the files of one package, the class files of what is seen, each without what is not shown of it, and all
     * others.
     *
     * @throws IOException if one cannot be read
     * @throws RuntimeException if one is no class file, or newer than all that are known
     */
    static List<JavaFileObject> of(List<JavaFileObject> files) throws IOException {
        PackageApi api = new PackageApi();
        Map<JavaFileObject, String> names = new HashMap<>();
        for (JavaFileObject each : files) {
            if (each.getKind() == JavaFileObject.Kind.CLASS) {
                ClassDeclaration declaration = ClassDeclaration.read(each);
                api.declarations.put(declaration.name(), declaration);
                names.put(each, declaration.name());
            }
        }
        api.look();
        List<JavaFileObject> shown = new ArrayList<>();
        for (JavaFileObject each : files) {
            String name = names.get(each);
            if (name == null) {
                shown.add(each);
            } else if (api.seen.contains(name)) {
                shown.add(new ApiClassFile(each, api));
            }
        }
        return shown;
    }

    private void look() {
        Deque<ClassDeclaration> next = new ArrayDeque<>();
        Set<String> memberNames = new HashSet<>();
        for (ClassDeclaration each : declarations.values()) {
            memberNames.addAll(each.memberNames());
            if (each.isNameable() && seen.add(each.name())) {
                next.add(each);
            }
        }
        while (!next.isEmpty()) {
            ClassDeclaration each = next.remove();
            Set<String> found = new HashSet<>(each.mentioned());
            each.hiders().forEach((name, hider) -> {
                if (memberNames.contains(name)) {
                    found.add(hider);
                }
            });
            for (String name : found) {
                ClassDeclaration declaration = declarations.get(name);
                if (declaration != null && seen.add(name)) {
                    next.add(declaration);
                }
            }
        }
    }

    /** Whether a class of this internal name is not for others, that of another package never is. */
    boolean hides(String name) {
        return declarations.containsKey(name) && !seen.contains(name);
    }
}
