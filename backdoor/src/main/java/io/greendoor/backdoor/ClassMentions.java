package io.greendoor.backdoor;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.signature.SignatureReader;
import org.objectweb.asm.signature.SignatureVisitor;

/** Collects what classes a declaration in a class file says something about. */
final class ClassMentions {

    private final Set<String> names = new HashSet<>();

    /** By their internal names, as {@code java/util/Map$Entry}. */
    Set<String> names() {
        return names;
    }

    void add(@Nullable String internalName) {
        if (internalName != null) {
            names.add(internalName);
        }
    }

    void add(String @Nullable [] internalNames) {
        if (internalNames != null) {
            Collections.addAll(names, internalNames);
        }
    }

    /** What that of a field, or of a method with the exceptions that it throws, says something about. */
    void addMember(String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        addDescriptor(descriptor);
        addSignature(signature);
        add(exceptions);
    }

    void addDescriptor(String descriptor) {
        add(Type.getType(descriptor));
    }

    private void add(Type type) {
        switch (type.getSort()) {
            case Type.METHOD -> {
                add(type.getReturnType());
                for (Type each : type.getArgumentTypes()) {
                    add(each);
                }
            }
            case Type.ARRAY -> add(type.getElementType());
            case Type.OBJECT -> names.add(type.getInternalName());
            default -> {} // a primitive
        }
    }

    void addSignature(@Nullable String signature) {
        if (signature != null) {
            new SignatureReader(signature).accept(new InSignature());
        }
    }

    private final class InSignature extends SignatureVisitor {
        private String outer = "";

        InSignature() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitClassType(String name) {
            outer = name;
            names.add(name);
        }

        /** A member of a class that has type arguments itself; only then it is not all one name. */
        @Override
        public void visitInnerClassType(String name) {
            outer = outer + "$" + name;
            names.add(outer);
        }

        @Override
        public SignatureVisitor visitTypeArgument(char wildcard) {
            return new InSignature();
        }
    }
}
