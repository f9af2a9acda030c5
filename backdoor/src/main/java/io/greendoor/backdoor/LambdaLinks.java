package io.greendoor.backdoor;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The lambdas and method references of one of a snippet's classes, linked before it runs. Off the loop, but for the
 * code itself.
 */
// Where the JVM comes to a lambda for the first time it makes a class for it, which takes the better part of a
// millisecond, and whoever types stream operations at the prompt would have the loop held by each. So each such place
// becomes a call of a static method with the same operands, in a class of its own beside the snippet's (the holder):
//
//     invokedynamic apply(captured) LambdaMetafactory(...)      becomes      invokestatic Holder.link0(captured)
//
// which calls what LambdaMetafactory has made of the same arguments. The lookup is the snippet class's own, so what it
// may refer to is the same; and what cannot be linked fails where it would have, when the code comes there.
final class LambdaLinks {

    private static final String OBJECT = "java/lang/Object";
    private static final String HANDLE = "Ljava/lang/invoke/MethodHandle;";
    private static final String LOOKUP = "lookup";
    private static final String LINK = "link";
    private static final int MOST_SLOTS = 250; // a method may have 255, JVMS 4.11, and the handle is one

    private final List<Place> places = new ArrayList<>();
    private String holder = ""; // an internal name
    private boolean hasOthers;

    /** A place at which a lambda, or a method reference, is evaluated. */
    private record Place(String method, Type made, Type erased, Handle code, Type actual) {}

    /** Collects those of the class that comes, and makes calls of the holder of them. */
    ClassVisitor redirecting(ClassVisitor next) {
        return new Redirecting(next);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** Whether there are any, also those that are left to the JVM, or anything like them. */
    boolean hasAny() {
        return hasOthers || !places.isEmpty();
    }

    /** The name of the class that is called. */
    String holder() {
        return holder.replace('/', '.');
    }

    /** Its class file. */
    byte[] holderClassFile() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, holder, null, OBJECT, null);
        MethodVisitor lookup =
                method(writer, LOOKUP, MethodType.methodType(Lookup.class).toMethodDescriptorString());
        lookup.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                Type.getInternalName(MethodHandles.class),
                LOOKUP,
                MethodType.methodType(Lookup.class).toMethodDescriptorString(),
                false);
        end(lookup, Opcodes.ARETURN);
        for (int i = 0; i < places.size(); i++) {
            addLink(writer, LINK + i, places.get(i));
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void addLink(ClassWriter writer, String name, Place place) {
        writer.visitField(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, HANDLE, null, null)
                .visitEnd();
        MethodVisitor link = method(writer, name, place.made.getDescriptor());
        link.visitFieldInsn(Opcodes.GETSTATIC, holder, name, HANDLE);
        int local = 0;
        for (Type captured : place.made.getArgumentTypes()) {
            link.visitVarInsn(captured.getOpcode(Opcodes.ILOAD), local);
            local += captured.getSize();
        }
        link.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                Type.getInternalName(MethodHandle.class),
                "invokeExact",
                place.made.getDescriptor(),
                false);
        end(link, Opcodes.ARETURN);
    }

    private static MethodVisitor method(ClassWriter writer, String name, String descriptor) {
        MethodVisitor method =
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor, null, null);
        method.visitCode();
        return method;
    }

    private static void end(MethodVisitor method, int instruction) {
        method.visitInsn(instruction);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** Links them, once all classes that were compiled together are there. */
    void link(Class<?> snippet) throws ReflectiveOperationException {
        Class<?> its = Class.forName(holder(), true, snippet.getClassLoader());
        Lookup beside = (Lookup) its.getMethod(LOOKUP).invoke(null);
        Lookup lookup = MethodHandles.privateLookupIn(snippet, beside);
        for (int i = 0; i < places.size(); i++) {
            its.getField(LINK + i).set(null, link(places.get(i), lookup));
        }
    }

    /** Null: what is captured there has a type that is missing, so the call of the holder is an error already. */
    private static @Nullable MethodHandle link(Place place, Lookup lookup) {
        MethodType made;
        try {
            made = type(place.made, lookup);
        } catch (TypeNotPresentException | LinkageError e) {
            return null;
        }
        try {
            return LambdaMetafactory.metafactory(
                            lookup,
                            place.method,
                            made,
                            type(place.erased, lookup),
                            handle(place.code, lookup),
                            type(place.actual, lookup))
                    .getTarget();
        } catch (Throwable thrown) {
            MethodHandle thrower =
                    MethodHandles.throwException(made.returnType(), Error.class).bindTo(error(thrown));
            return MethodHandles.dropArguments(thrower, 0, made.parameterList());
        }
    }

    /** What the JVM throws at such a place. */
    private static Error error(Throwable thrown) {
        if (thrown instanceof Error error) {
            return error;
        }
        if (thrown instanceof ClassNotFoundException || thrown instanceof TypeNotPresentException) {
            Error error = new NoClassDefFoundError(thrown.getMessage());
            error.initCause(thrown);
            return error;
        }
        return new BootstrapMethodError(thrown);
    }

    private static MethodType type(Type type, Lookup lookup) {
        return MethodType.fromMethodDescriptorString(
                type.getDescriptor(), lookup.lookupClass().getClassLoader());
    }

    /** As the JVM resolves it, JVMS 5.4.3.5. */
    private static MethodHandle handle(Handle code, Lookup lookup) throws ReflectiveOperationException {
        Class<?> owner = Class.forName(
                code.getOwner().replace('/', '.'), false, lookup.lookupClass().getClassLoader());
        MethodType type = type(Type.getMethodType(code.getDesc()), lookup);
        MethodHandle found = switch (code.getTag()) {
            case Opcodes.H_INVOKESTATIC -> lookup.findStatic(owner, code.getName(), type);
            case Opcodes.H_NEWINVOKESPECIAL -> lookup.findConstructor(owner, type);
            case Opcodes.H_INVOKESPECIAL -> lookup.findSpecial(owner, code.getName(), type, lookup.lookupClass());
            default -> lookup.findVirtual(owner, code.getName(), type);
        };
        return found.asFixedArity();
    }

    /** Makes each place a call of the holder. */
    private final class Redirecting extends ClassVisitor {

        Redirecting(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            super.visit(version, access, name, signature, superName, interfaces);
            holder = name + "$$Lambdas";
            places.clear();
            hasOthers = false;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {

                @Override
                public void visitInvokeDynamicInsn(String method, String made, Handle bootstrap, Object... arguments) {
                    if (!isLambda(bootstrap) || slots(made) > MOST_SLOTS) {
                        hasOthers = true;
                        super.visitInvokeDynamicInsn(method, made, bootstrap, arguments);
                        return;
                    }
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, holder, LINK + places.size(), made, false);
                    places.add(new Place(
                            method, Type.getMethodType(made), (Type) arguments[0], (Handle) arguments[1], (Type)
                                    arguments[2]));
                }
            };
        }
    }

    private static int slots(String descriptor) {
        return Type.getArgumentsAndReturnSizes(descriptor) >> 2;
    }

    /** Those that are serializable, or of several interfaces, are left to the JVM: they are rare. */
    private static boolean isLambda(Handle bootstrap) {
        return bootstrap.getOwner().equals(Type.getInternalName(LambdaMetafactory.class))
                && bootstrap.getName().equals("metafactory");
    }
}
