package io.greendoor.backdoor;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class as the code of other packages may see it.
 *
 * @param name its internal name
 * @param isNameable whether it is public, and no member of another class; or says something about its package
 * @param mentioned internal names of the classes that its declaration says something about, or that of one of its
 *     members which others may use
 * @param memberNames the names of the member classes that others may use
 * @param hiders internal names of the other member classes, by their names
 */
record ClassDeclaration(
        String name, boolean isNameable, Set<String> mentioned, Set<String> memberNames, Map<String, String> hiders) {

    /** Reads it from its class file. */
    static ClassDeclaration read(JavaFileObject classFile) throws IOException {
        try (InputStream bytes = classFile.openInputStream()) {
            Visitor visitor = new Visitor();
            new ClassReader(bytes).accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_FRAMES);
            return new ClassDeclaration(
                    visitor.name, visitor.isNameable, visitor.mentions.names(), visitor.memberNames, visitor.hiders);
        }
    }

    /** Whether others may use a member, or have to implement it. */
    static boolean isForOthers(int access) {
        return (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_ABSTRACT)) != 0;
    }

    private static final class Visitor extends ClassVisitor {
        private final ClassMentions mentions = new ClassMentions();
        private final Set<String> memberNames = new HashSet<>();
        private final Map<String, String> hiders = new HashMap<>();
        private String name = "";
        private boolean isNameable;

        Visitor() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            this.name = name;
            isNameable = (access & Opcodes.ACC_PUBLIC) != 0 || name.endsWith("/package-info");
            mentions.add(superName);
            mentions.add(interfaces);
            mentions.addSignature(signature);
        }

        @Override
        public void visitInnerClass(String inner, @Nullable String outer, @Nullable String simpleName, int access) {
            if (inner.equals(name)) {
                isNameable = false; // but its outer class may be
                mentions.add(outer);
            } else if (name.equals(outer) && simpleName != null) {
                if (isForOthers(access & ~Opcodes.ACC_ABSTRACT)) {
                    mentions.add(inner);
                    memberNames.add(simpleName);
                } else {
                    hiders.put(simpleName, inner);
                }
            }
        }

        @Override
        public void visitPermittedSubclass(String permitted) {
            mentions.add(permitted);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            mentions.addDescriptor(descriptor);
            return null;
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            if (!isForOthers(access)) {
                return null;
            }
            mentions.addMember(descriptor, signature, null);
            return new FieldVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    mentions.addDescriptor(annotation);
                    return null;
                }
            };
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (!isForOthers(access)) {
                return null;
            }
            mentions.addMember(descriptor, signature, exceptions);
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    mentions.addDescriptor(annotation);
                    return null;
                }
            };
        }
    }
}
