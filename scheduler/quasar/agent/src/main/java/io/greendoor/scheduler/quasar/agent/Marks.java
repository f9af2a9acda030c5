package io.greendoor.scheduler.quasar.agent;

import co.paralleluniverse.fibers.instrument.MethodDatabase.SuspendableType;
import io.greendoor.scheduler.quasar.agent.Transformer.LoadedClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Which methods of one class may suspend, read from its class file.
 *
 * <p>A method that overrides is found by name and number of parameters: that takes in the method behind a bridge ({@code
 * String call()} of a {@code Callable<String>}), and now and then one too many, which costs time only.
 */
final class Marks extends ClassVisitor {

    private static final String MARK = "Lio/greendoor/scheduler/Suspendable;";

    /** Where JShell puts what is typed at the prompt: it has no marks, and all of it may suspend. */
    private static final String PROMPT = "REPL/$JShell$";

    private static final int NEVER =
            Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED; // a monitor cannot be left and entered again

    private static final Map<ClassLoader, Map<String, Marks>> OF_LOADERS = new WeakHashMap<>();
    private static final Map<String, Marks> OF_JDK = new ConcurrentHashMap<>();

    private final Map<String, SuspendableType> own = new HashMap<>();
    private final Set<String> overridable = new HashSet<>();
    private final Set<String> inherited = new HashSet<>();
    private @Nullable LoadedClass seenFrom; // while it is read: it holds the class loader
    private String name = "";
    private boolean isJdk;
    private boolean allMarked;

    private Marks(LoadedClass seenFrom) {
        super(Opcodes.ASM9);
        this.seenFrom = seenFrom;
    }

    /** The marks of a class that {@code seenFrom} refers to, or is. */
    static Marks of(String name, LoadedClass seenFrom) {
        Map<String, Marks> known =
                JdkTypes.contains(name) || seenFrom.loader() == null ? OF_JDK : known(seenFrom.loader());
        Marks marks = known.get(name);
        if (marks == null) {
            marks = read(name, seenFrom);
            known.put(name, marks);
        }
        return marks;
    }

    private static Map<String, Marks> known(ClassLoader loader) {
        synchronized (OF_LOADERS) {
            return OF_LOADERS.computeIfAbsent(loader, absent -> new ConcurrentHashMap<>());
        }
    }

    private static Marks read(String name, LoadedClass seenFrom) {
        Marks marks = new Marks(seenFrom);
        byte[] bytes = name.equals(seenFrom.name()) ? seenFrom.file().array() : resource(name, seenFrom.loader());
        if (bytes != null) {
            new ClassReader(bytes).accept(marks, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        }
        marks.seenFrom = null;
        return marks;
    }

    private static byte @Nullable [] resource(String name, @Nullable ClassLoader loader) {
        String file = name + ".class";
        try (InputStream in =
                loader == null ? ClassLoader.getSystemResourceAsStream(file) : loader.getResourceAsStream(file)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** What Quasar is to know of a method that this class declares; null when it may not suspend. */
    @Nullable
    SuspendableType own(String method, String descriptor) {
        return own.get(method + descriptor);
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String[] types) {
        this.name = name;
        isJdk = JdkTypes.contains(name);
        allMarked = name.startsWith(PROMPT);
        if (superName != null) {
            inherit(superName);
        }
        for (String type : types) {
            inherit(type);
        }
    }

    private void inherit(String type) {
        if (seenFrom != null) {
            Set<String> inheritedHere = of(type, seenFrom).overridable;
            inherited.addAll(inheritedHere);
            overridable.addAll(inheritedHere);
        }
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        allMarked |= descriptor.equals(MARK);
        return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String method, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        if (method.startsWith("<")) {
            return null;
        }
        boolean isAbstract = (access & Opcodes.ACC_ABSTRACT) != 0;
        int parameters = Type.getArgumentCount(descriptor);
        String key = method + '/' + parameters;
        boolean isInstance = (access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0;
        boolean overrides = isInstance && inherited.contains(key);
        if (isJdk) {
            if (JdkTypes.callsUserCode(name, method, parameters, isAbstract) || (overrides && isAbstract)) {
                own.put(method + descriptor, SuspendableType.SUSPENDABLE_SUPER);
                overridable.add(key);
            }
            return null;
        }
        boolean marked = allMarked || overrides;
        return new MethodVisitor(Opcodes.ASM9) {
            private boolean suspends = marked;

            @Override
            public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                suspends |= annotation.equals(MARK);
                return null;
            }

            @Override
            public void visitEnd() {
                if (suspends) {
                    add(access, method, descriptor, key);
                }
            }
        };
    }

    private void add(int access, String method, String descriptor, String key) {
        if ((access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0) {
            overridable.add(key);
        }
        SuspendableType type = SuspendableType.SUSPENDABLE;
        if ((access & NEVER) != 0) {
            type = SuspendableType.NON_SUSPENDABLE;
        } else if ((access & Opcodes.ACC_ABSTRACT) != 0) {
            type = SuspendableType.SUSPENDABLE_SUPER;
        }
        own.put(method + descriptor, type);
    }
}
