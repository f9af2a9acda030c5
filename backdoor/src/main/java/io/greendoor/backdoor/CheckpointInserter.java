package io.greendoor.backdoor;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts a {@link Checkpoint} at the beginning of a method and at each jump backwards. */
// At the jump and not where it goes to: whether an exception is caught, and what has to be cleaned up, is a matter of
// where one is, and the end of a loop's body is inside of what is around the loop, but outside of what is around the
// body.
// At the beginning of "for (;;) try { ... } catch (Throwable t) {}", the two cannot be told apart.
//
// Nothing here needs a new stack map frame. A mere jump, by which nearly all loops go on, becomes
//
//     if (!HERE.isDue()) goto loop; HERE.look(); goto loop
//
// where the only target is one that has its frame. Anywhere else stands a call, which leaves the operands below it as
// they are. Both cost the same once they are compiled, but on the engine `quasar`, where a call that may wait is dear.
//
// A loop needs a jump backwards: javac puts the handler of an exception behind what it handles. (Those that cover
// themselves, of a synchronized block, are none: they must run to their end.)
//
// In a constructor it stands before the call of super(...), where "this" may not be used yet, and is not.
final class CheckpointInserter extends MethodVisitor {
    private static final String CHECKPOINT = Type.getInternalName(Checkpoint.class);
    private static final String FIELD = "HERE";

    private final String holder;
    private final Set<Label> behind = new HashSet<>();

    /**
     * Makes one for one method.
     *
     * @param holder a class made by {@link #holder}
     */
    CheckpointInserter(MethodVisitor next, String holder) {
        super(Opcodes.ASM9, next);
        this.holder = holder;
    }

    /**
     * The class file of a class that holds the checkpoint of all code of its loader, in a constant: the compiler of the
     * JVM then knows the object.
     *
     * @param name the internal name of the class
     */
    static byte[] holder(String name) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, name, null, "java/lang/Object", null);
        writer.visitField(
                        Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
                        FIELD,
                        'L' + CHECKPOINT + ';',
                        null,
                        null)
                .visitEnd();
        MethodVisitor initialiser = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        initialiser.visitCode();
        initialiser.visitLdcInsn(Type.getObjectType(name));
        initialiser.visitMethodInsn(
                Opcodes.INVOKESTATIC, CHECKPOINT, "of", "(Ljava/lang/Class;)L" + CHECKPOINT + ';', false);
        initialiser.visitFieldInsn(Opcodes.PUTSTATIC, name, FIELD, 'L' + CHECKPOINT + ';');
        initialiser.visitInsn(Opcodes.RETURN);
        initialiser.visitMaxs(0, 0);
        initialiser.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Override
    public void visitCode() {
        super.visitCode();
        call("pass", "()V");
    }

    @Override
    public void visitLabel(Label label) {
        behind.add(label);
        super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label target) {
        if (behind.contains(target) && opcode == Opcodes.GOTO) {
            call("isDue", "()Z");
            super.visitJumpInsn(Opcodes.IFEQ, target);
            call("look", "()V");
        } else if (behind.contains(target)) {
            call("pass", "()V");
        }
        super.visitJumpInsn(opcode, target);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... targets) {
        passBefore(otherwise, targets);
        super.visitTableSwitchInsn(min, max, otherwise, targets);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] targets) {
        passBefore(otherwise, targets);
        super.visitLookupSwitchInsn(otherwise, keys, targets);
    }

    private void passBefore(Label otherwise, Label... targets) {
        boolean back = behind.contains(otherwise);
        for (Label target : targets) {
            back |= behind.contains(target);
        }
        if (back) {
            call("pass", "()V");
        }
    }

    private void call(String method, String descriptor) {
        super.visitFieldInsn(Opcodes.GETSTATIC, holder, FIELD, 'L' + CHECKPOINT + ';');
        super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHECKPOINT, method, descriptor, false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + 1, maxLocals);
    }
}
