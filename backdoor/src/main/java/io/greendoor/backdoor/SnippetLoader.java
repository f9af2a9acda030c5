package io.greendoor.backdoor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of one session's snippets. JShell wraps each snippet into a class {@code REPL.$JShell$N}, in which a
 * variable is a static field and a command is the static method {@code do_it$}; types typed at the prompt are members
 * of such a wrapper. A changed snippet comes again under a new name, so a name is never redefined.
 */
final class SnippetLoader extends ClassLoader {
    /** The class that holds the {@link Checkpoint} of this loader's code. */
    static final String CHECKPOINT_HOLDER = "REPL.$Checkpoint";

    /** The method that a command is. */
    static final String COMMAND = "do_it$";

    private static final String SNIPPETS = "REPL.";
    private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*");

    private final SnippetTransformer transformer;
    private final Checkpoint checkpoint = new Checkpoint();
    private final Map<String, byte[]> classFiles = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> locking = new ConcurrentHashMap<>();
    private final Map<String, Field> variables = new ConcurrentHashMap<>();
    private volatile boolean leavesCode;

    SnippetLoader(ClassLoader application, SnippetTransformer transformer) {
        super(application);
        this.transformer = transformer;
        classFiles.put(CHECKPOINT_HOLDER, CheckpointInserter.holder(CHECKPOINT_HOLDER.replace('.', '/')));
    }

    /** What its code passes. */
    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** How many classes it has. */
    int size() {
        return classFiles.size();
    }

    /**
     * Whether code of its classes may run, or be called, after the command with which it came: methods, or what
     * lambdas, method references and typed classes are made of.
     */
    boolean leavesCode() {
        return leavesCode;
    }

    /** Says that all which came until now will not. */
    void leftNothing() {
        leavesCode = false;
    }

    /** Defines and links the classes now, so that the thread that runs them later is not held by it. */
    void load(ClassBytecodes[] classes) throws ClassNotFoundException {
        Map<String, LambdaLinks> lambdas = new HashMap<>();
        for (ClassBytecodes bytes : classes) {
            LambdaLinks its = new LambdaLinks();
            classFiles.put(bytes.name(), transformer.transform(bytes.bytecodes(), its));
            leavesCode |= its.hasAny();
            if (!its.isEmpty()) {
                classFiles.put(its.holder(), its.holderClassFile());
                lambdas.put(bytes.name(), its);
            }
        }
        for (ClassBytecodes bytes : classes) {
            prepare(bytes.name());
        }
        for (Map.Entry<String, LambdaLinks> each : lambdas.entrySet()) {
            link(each.getValue(), loadClass(each.getKey()));
        }
    }

    private static void link(LambdaLinks lambdas, Class<?> snippet) {
        try {
            lambdas.link(snippet);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the lambdas of " + snippet + " cannot be linked", e);
        }
    }

    /** Whether a method of this loader's takes a lock anywhere in its code. */
    boolean locks(String className, String method, String descriptor) {
        byte[] classFile = classFiles.get(className);
        return classFile != null
                && locking.computeIfAbsent(className, absent -> LockingMethods.of(classFile))
                        .contains(method + descriptor);
    }

    /** The static field in which the session's variable {@code name} lives now; it may move with every load. */
    @Nullable
    Field variable(String name) {
        return variables.get(name);
    }

    /** Forgets a variable and the object it holds. */
    void forget(String name) {
        Field field = variables.remove(name);
        if (field == null || field.getType().isPrimitive()) {
            return;
        }
        try {
            field.set(null, null);
        } catch (IllegalAccessException e) {
            throw outOfReach(field, e);
        }
    }

    private static IllegalStateException outOfReach(Field field, IllegalAccessException cause) {
        return new IllegalStateException("The variable " + field + " is out of reach", cause);
    }

    /** The method as a handle of type {@code ()Object}. */
    MethodHandle method(String className, String methodName) throws ReflectiveOperationException {
        Method method = loadClass(className).getDeclaredMethod(methodName);
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method);
    }

    @SuppressWarnings("ReturnValueIgnored") // linking is all that reflection is called for
    private void prepare(String name) throws ClassNotFoundException {
        if (WRAPPER.matcher(name).matches()) {
            // A wrapper's initialiser is empty: initial values are assigned by do_it$.
            Class<?> wrapper = Class.forName(name, true, this);
            registerVariables(wrapper);
            leavesCode |= Stream.of(wrapper.getDeclaredMethods())
                    .anyMatch(each -> !each.getName().equals(COMMAND));
        } else {
            leavesCode = true;
            // Links without initialising, since the initialiser is the user's.
            loadClass(name).getDeclaredConstructors();
        }
    }

    private void registerVariables(Class<?> wrapper) {
        for (Field field : wrapper.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                field.setAccessible(true);
                warm(field);
                variables.put(field.getName(), field);
            }
        }
    }

    /** Makes reflection build its accessor here and not at the first use in a command. */
    private static void warm(Field field) {
        try {
            field.set(null, field.get(null));
        } catch (IllegalAccessException e) {
            throw outOfReach(field, e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(SNIPPETS) || !classFiles.containsKey(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] classFile = classFiles.get(name);
        if (classFile != null) {
            return defineClass(name, classFile, 0, classFile.length);
        }
        if (isCalledByCompiledSnippets(name)) {
            return Class.forName(name, false, SnippetLoader.class.getClassLoader());
        }
        throw new ClassNotFoundException(name);
    }

    /** Classes that every snippet may refer to, also where the application's loader does not know them. */
    private static boolean isCalledByCompiledSnippets(String name) {
        return name.startsWith("jdk.jshell.spi.") || name.startsWith(SnippetLoader.class.getPackageName() + ".");
    }
}
