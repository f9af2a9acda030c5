package io.greendoor.backdoor;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code help(x)} says: how a class is declared and what can be called of it, one signature a line, with the
 * first sentence of what is written about each where sources are found.
 */
// Reads and parses source files, which takes tens of milliseconds: never on the loop. It looks at classes only, never
// at an object.
final class HelpText {
    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int MEMBERS = 200;
    private static final int SENTENCE = 300;
    private static final String INDENT = " ".repeat(6);

    /** A member that has no comment has perhaps that of a supertype, in another file. */
    private static final int FILES = 8;

    private final Members members;
    private final Sources sources;
    private final int width;
    private final Map<Class<?>, Optional<SourceDocs>> docs = new HashMap<>();
    private final StringBuilder out = new StringBuilder();
    private int shown;
    private int filesRead;

    private HelpText(Members members, Sources sources, int width) {
        this.members = members;
        this.sources = sources;
        this.width = width;
    }

    /** Of the class of {@code object}, or of the one that a {@link Class} stands for; each line with its end. */
    static String of(Object object, Sources sources, int width) {
        HelpText help = new HelpText(Members.of(object), sources, width);
        help.append();
        return help.out.toString();
    }

    private void append() {
        Class<?> type = members.type();
        line(SnippetNames.strip(TypeText.declaration(type)));
        SourceDocs own = docs(type);
        String comment = own == null ? null : own.ofClass(nestedName(type));
        if (comment != null) {
            Paragraph.append(out, JavadocText.firstParagraph(comment), width);
        }
        List<Method> methods = members.methods();
        List<Field> fields = members.fields();
        append("Constructors", members.constructors(), Signatures::of);
        append("Static methods", only(methods, true), Signatures::of);
        append("Methods", only(methods, false), Signatures::of);
        append("Static fields", only(fields, true), Signatures::of);
        append("Fields", only(fields, false), Signatures::of);
        if (type.isArray()) {
            line("");
            line("An array: x.length, x[0]");
        }
        LinkageError missing = members.missing();
        if (missing != null) {
            line("");
            line("(not all can be told: " + missing + ")");
        }
        boolean mayHaveSources = !type.isArray() && !SnippetNames.isTyped(type);
        if (mayHaveSources && docs.values().stream().noneMatch(Optional::isPresent)) {
            line("");
            line("(signatures only: no sources were found on the class path, beside the jar, or in the JDK)");
        }
    }

    private static <M extends Member> List<M> only(List<M> members, boolean isStatic) {
        return members.stream()
                .filter(member -> Modifier.isStatic(member.getModifiers()) == isStatic)
                .toList();
    }

    private <M extends Member> void append(String title, List<? extends M> group, Function<M, String> signature) {
        if (group.isEmpty()) {
            return;
        }
        line("");
        line(title);
        for (int i = 0; i < group.size(); i++) {
            if (shown == MEMBERS) {
                line("  … " + (group.size() - i) + " more, see dir(x)");
                return;
            }
            shown++;
            M member = group.get(i);
            line("  " + signature.apply(member) + deprecation(member));
            String comment = comment(member);
            if (comment != null) {
                String sentence = JavadocText.firstSentence(comment);
                Paragraph.append(out, INDENT + sentence.substring(0, Math.min(SENTENCE, sentence.length())), width);
            }
        }
    }

    private static String deprecation(Member member) {
        Deprecated deprecated = ((AnnotatedElement) member).getAnnotation(Deprecated.class);
        if (deprecated == null) {
            return "";
        }
        return deprecated.forRemoval() ? "  (deprecated, to be removed)" : "  (deprecated)";
    }

    /** Its own comment, or that of the nearest supertype which has one for a method like it. */
    private @Nullable String comment(Member member) {
        String name = member instanceof Executable executable ? Signatures.bare(executable) : member.getName();
        String own = comment(member.getDeclaringClass(), name);
        if (own != null || !(member instanceof Method)) {
            return own;
        }
        for (Class<?> type : members.reachable()) {
            String inherited = type.isAssignableFrom(member.getDeclaringClass()) ? comment(type, name) : null;
            if (inherited != null) {
                return inherited;
            }
        }
        return null;
    }

    private @Nullable String comment(Class<?> type, String member) {
        SourceDocs found = docs(type);
        return found == null ? null : found.ofMember(nestedName(type), member);
    }

    private @Nullable SourceDocs docs(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        Optional<SourceDocs> known = docs.get(outermost);
        if (known == null) {
            known = filesRead < FILES ? read(outermost) : Optional.empty();
            docs.put(outermost, known);
        }
        return known.orElse(null);
    }

    private Optional<SourceDocs> read(Class<?> outermost) {
        String source = sources.find(outermost);
        if (source == null) {
            return Optional.empty();
        }
        filesRead++;
        try {
            return Optional.of(SourceDocs.parse(source));
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, () -> "the source of " + outermost.getName() + " cannot be parsed", e);
            return Optional.empty(); // as if there were none: the signatures are there all the same
        }
    }

    /** {@code Outer.Inner}. */
    private static String nestedName(Class<?> type) {
        Class<?> enclosing = type.getEnclosingClass();
        return (enclosing == null ? "" : nestedName(enclosing) + ".") + type.getSimpleName();
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
