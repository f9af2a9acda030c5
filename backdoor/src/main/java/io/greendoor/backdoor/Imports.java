package io.greendoor.backdoor;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What sessions find imported, beyond what the prompt imports by itself. */
final class Imports {

    private static final Pattern IMPORT =
            Pattern.compile("(static\\s+)?\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
                    + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*"
                    + "\\.(\\*|\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)");

    private Imports() {}

    /** The declarations that import these. */
    static List<String> declarations(String... names) {
        return Stream.of(names).map(Imports::declaration).toList();
    }

    private static String declaration(String name) {
        if (!IMPORT.matcher(name.strip()).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be imported: write \"com.acme.*\","
                    + " \"com.acme.Order\" or \"static com.acme.Util.*\"");
        }
        return "import " + name.strip() + ";";
    }
}
