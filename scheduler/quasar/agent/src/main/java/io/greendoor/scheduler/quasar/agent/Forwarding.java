package io.greendoor.scheduler.quasar.agent;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Narrows an optimization of Quasar's, which leaves a method alone when it does nothing before its one call that may suspend: the
 * method then keeps no record, and is called again. If it makes another call after that one, through a type without the
 * mark, and that suspends, the first would run twice, and there would be no record by which to notice. And what the method
 * does {@code finally} would be done each time it suspends.
 */
public final class Forwarding {

    private static final String OPTIMIZER = "co/paralleluniverse/fibers/instrument/InstrumentMethod";
    private static final String METHOD_NODE =
            "Lco/paralleluniverse/asm/tree/MethodNode;"; // as it is called in the agent

    private Forwarding() {}

    /** Called by Quasar once it is patched: whether {@code method} forwards, by Quasar's own lights, and does nothing else. */
    public static boolean only(boolean forwards, MethodNode method) {
        if (!forwards || !method.tryCatchBlocks.isEmpty()) {
            return false;
        }
        int calls = 0;
        for (AbstractInsnNode instruction : method.instructions) {
            int type = instruction.getType();
            if (type == AbstractInsnNode.METHOD_INSN || type == AbstractInsnNode.INVOKE_DYNAMIC_INSN) {
                calls++;
            }
        }
        return calls == 1;
    }

    /** Quasar's class with a call of {@link #only} behind its own decision. The build's part. */
    static byte[] narrow(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new Narrowing(super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Narrowing extends MethodVisitor {

        Narrowing(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (name.equals("isForwardingToSuspendable")) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitFieldInsn(Opcodes.GETFIELD, OPTIMIZER, "mn", METHOD_NODE);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        Forwarding.class.getName().replace('.', '/'),
                        "only",
                        "(Z" + METHOD_NODE + ")Z",
                        false);
            }
        }
    }
}
