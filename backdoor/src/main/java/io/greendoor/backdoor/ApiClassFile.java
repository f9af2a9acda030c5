package io.greendoor.backdoor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileObject;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class file as a compiler may see it that compiles for another package: without what is not shown there. */
final class ApiClassFile extends ForwardingJavaFileObject<JavaFileObject> {

    private final PackageApi itsPackage;

    ApiClassFile(JavaFileObject whole, PackageApi itsPackage) {
        super(whole);
        this.itsPackage = itsPackage;
    }

    /** The one that {@code file} shows a part of, or itself. */
    static JavaFileObject whole(JavaFileObject file) {
        return file instanceof ApiClassFile shown ? shown.fileObject : file;
    }

    /** The same, for one of any kind. */
    static FileObject whole(FileObject file) {
        return file instanceof JavaFileObject java ? whole(java) : file;
    }

    @Override
    public InputStream openInputStream() throws IOException {
        try (InputStream whole = fileObject.openInputStream()) {
            ClassReader reader = new ClassReader(whole);
            ClassWriter shown = new ClassWriter(reader, 0);
            reader.accept(new Filter(shown), 0);
            return new ByteArrayInputStream(shown.toByteArray());
        }
    }

    private final class Filter extends ClassVisitor {

        Filter(ClassVisitor shown) {
            super(Opcodes.ASM9, shown);
        }

        @Override
        public void visitInnerClass(String name, @Nullable String outer, @Nullable String simpleName, int access) {
            if (!itsPackage.hides(name)) {
                super.visitInnerClass(name, outer, simpleName, access);
            }
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            return isShown(access, descriptor, signature, null)
                    ? super.visitField(access, name, descriptor, signature, value)
                    : null;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return isShown(access, descriptor, signature, exceptions)
                    ? super.visitMethod(access, name, descriptor, signature, exceptions)
                    : null;
        }

        private boolean isShown(
                int access, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
            if (ClassDeclaration.isForOthers(access)) {
                return true;
            }
            ClassMentions mentions = new ClassMentions();
            mentions.addMember(descriptor, signature, exceptions);
            return mentions.names().stream().noneMatch(itsPackage::hides);
        }
    }
}
