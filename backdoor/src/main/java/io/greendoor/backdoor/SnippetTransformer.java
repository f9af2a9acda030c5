package io.greendoor.backdoor;

import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites a snippet's class file before it is defined: what would end the process, {@code System.exit} and
 * {@code Runtime.exit} and {@code halt}, becomes a call of {@code void systemExit(int)} of another class, which ends
 * the session only. Application code that a snippet calls is not touched.
 */
final class SnippetTransformer {
    private static final String EXIT_DESCRIPTOR = "(I)V";
    private static final String EXIT_NAME = "systemExit";
    private static final Set<String> RUNTIME_EXITS = Set.of("exit", "halt");

    private final String exitOwner;

    /** {@code exitOwner} has the public static method {@code void systemExit(int)}. */
    SnippetTransformer(String exitOwner) {
        this.exitOwner = exitOwner.replace('.', '/');
    }

    byte[] transform(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Redirecting(writer), 0);
        return writer.toByteArray();
    }

    private static boolean isSystemExit(String owner, String name, String descriptor) {
        return owner.equals("java/lang/System") && name.equals("exit") && descriptor.equals(EXIT_DESCRIPTOR);
    }

    private static boolean isRuntimeExit(String owner, String name, String descriptor) {
        return owner.equals("java/lang/Runtime") && RUNTIME_EXITS.contains(name) && descriptor.equals(EXIT_DESCRIPTOR);
    }

    private final class Redirecting extends ClassVisitor {
        Redirecting(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new ExitRedirector(super.visitMethod(access, name, descriptor, signature, exceptions));
        }
    }

    private final class ExitRedirector extends MethodVisitor {
        ExitRedirector(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (isSystemExit(owner, name, descriptor)) {
                callSystemExit();
            } else if (isRuntimeExit(owner, name, descriptor)) {
                callSystemExit();
                super.visitInsn(Opcodes.POP); // the Runtime it was called on
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }

        private void callSystemExit() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, exitOwner, EXIT_NAME, EXIT_DESCRIPTOR, false);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] redirected = arguments.clone();
            for (int i = 0; i < redirected.length; i++) {
                if (redirected[i] instanceof Handle handle
                        && isSystemExit(handle.getOwner(), handle.getName(), handle.getDesc())) {
                    redirected[i] = new Handle(Opcodes.H_INVOKESTATIC, exitOwner, EXIT_NAME, EXIT_DESCRIPTOR, false);
                }
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, redirected);
        }
    }
}
