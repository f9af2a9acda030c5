package io.greendoor.backdoor;

import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites a snippet's class file before it is defined: what would end the process, {@code System.exit} and
 * {@code Runtime.exit} and {@code halt}, becomes a call of {@code void systemExit(int)} of another class, which ends
 * the session only; where code could run for ever it passes a {@link Checkpoint}; and lambdas are linked beforehand
 * ({@link LambdaLinks}). Application code that a snippet calls is not touched.
 */
final class SnippetTransformer {
    private static final String EXIT_DESCRIPTOR = "(I)V";
    private static final String EXIT_NAME = "systemExit";
    private static final Set<String> RUNTIME_EXITS = Set.of("exit", "halt");

    private final String exitOwner;
    private final String checkpointHolder;

    /**
     * Makes one.
     *
     * @param exitOwner has the public static method {@code void systemExit(int)}
     * @param checkpointHolder a class made by {@link CheckpointInserter#holder}
     */
    SnippetTransformer(String exitOwner, String checkpointHolder) {
        this.exitOwner = exitOwner.replace('.', '/');
        this.checkpointHolder = checkpointHolder.replace('.', '/');
    }

    /**
     * The class file as it is to be defined.
     *
     * @param lambdas become those of its code, which are to be linked then
     */
    byte[] transform(byte[] classFile, LambdaLinks lambdas) {
        try {
            return transform(classFile, lambdas, true);
        } catch (MethodTooLargeException e) {
            return transform(classFile, lambdas, false); // a method as long as it may be has no room for more
        }
    }

    private byte[] transform(byte[] classFile, LambdaLinks lambdas, boolean withCheckpoints) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Transforming(lambdas.redirecting(writer), withCheckpoints), 0);
        return writer.toByteArray();
    }

    private static boolean isSystemExit(String owner, String name, String descriptor) {
        return owner.equals("java/lang/System") && name.equals("exit") && descriptor.equals(EXIT_DESCRIPTOR);
    }

    private static boolean isRuntimeExit(String owner, String name, String descriptor) {
        return owner.equals("java/lang/Runtime") && RUNTIME_EXITS.contains(name) && descriptor.equals(EXIT_DESCRIPTOR);
    }

    private final class Transforming extends ClassVisitor {
        private final boolean withCheckpoints;

        Transforming(ClassVisitor next, boolean withCheckpoints) {
            super(Opcodes.ASM9, next);
            this.withCheckpoints = withCheckpoints;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor redirector =
                    new ExitRedirector(super.visitMethod(access, name, descriptor, signature, exceptions));
            boolean onlyPassesOn = (access & Opcodes.ACC_BRIDGE) != 0;
            return withCheckpoints && !onlyPassesOn ? new CheckpointInserter(redirector, checkpointHolder) : redirector;
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
