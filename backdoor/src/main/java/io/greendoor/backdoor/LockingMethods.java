package io.greendoor.backdoor;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds the methods of a class file that take a lock: a monitor, or one of {@code java.util.concurrent.locks}. */
final class LockingMethods extends ClassVisitor {

    private final Set<String> found = new HashSet<>();

    private LockingMethods() {
        super(Opcodes.ASM9);
    }

    /** Their names with their descriptors. */
    static Set<String> of(byte[] classFile) {
        LockingMethods methods = new LockingMethods();
        new ClassReader(classFile).accept(methods, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return methods.found;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            found.add(name + descriptor);
        }
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.MONITORENTER) {
                    found.add(name + descriptor);
                }
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                if (owner.startsWith("java/util/concurrent/locks/")) {
                    found.add(name + descriptor);
                }
            }
        };
    }
}
