package io.greendoor.scheduler.quasar.agent;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What is changed in three of Quasar's classes, and why. Part of the build only. */
final class QuasarPatches {

    private static final String FIBERS = "co/paralleluniverse/fibers/";
    private static final String PREPARER = FIBERS + "instrument/InstrumentMethod";
    private static final String TASK = FIBERS + "RunnableFiberTask";
    private static final String FIBER = FIBERS + "Fiber";
    private static final String METHOD_VISITOR =
            "Lco/paralleluniverse/asm/MethodVisitor;"; // as it is called in the agent
    private static final String METHOD_NODE = "co/paralleluniverse/asm/tree/MethodNode";
    private static final String SITES = Type.getInternalName(CallSites.class);

    /** By the class's internal name. */
    static final Map<String, UnaryOperator<byte[]>> ALL =
            Map.of(PREPARER, QuasarPatches::preparer, CallSites.STACK, QuasarPatches::stack, TASK, QuasarPatches::task);

    private QuasarPatches() {}

    /**
     * Quasar leaves a method alone when it does nothing before its one call that may suspend. Such a method keeps no record by
     * which to tell whether another frame stands in its place; and what it does {@code finally} would be done each time it
     * suspends. So: no exceptions. And each method is written through {@link CallSites#preparing}.
     */
    private static byte[] preparer(byte[] file) {
        return rewrite(file, (method, next) -> switch (method) {
            case "isForwardingToSuspendable" ->
                new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitCode() {
                        next.visitCode();
                        next.visitInsn(Opcodes.ICONST_0);
                        next.visitInsn(Opcodes.IRETURN);
                        next.visitMaxs(0, 0);
                        next.visitEnd();
                    }
                };
            case "accept" ->
                new MethodVisitor(Opcodes.ASM9, next) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        visitVarInsn(Opcodes.ALOAD, 1);
                        visitVarInsn(Opcodes.ALOAD, 0);
                        visitFieldInsn(Opcodes.GETFIELD, PREPARER, "mn", 'L' + METHOD_NODE + ';');
                        visitFieldInsn(Opcodes.GETFIELD, METHOD_NODE, "desc", "Ljava/lang/String;");
                        visitVarInsn(Opcodes.ALOAD, 0);
                        visitFieldInsn(Opcodes.GETFIELD, PREPARER, "lvarStack", "I");
                        visitMethodInsn(
                                Opcodes.INVOKESTATIC,
                                SITES,
                                "preparing",
                                '(' + METHOD_VISITOR + "Ljava/lang/String;I)" + METHOD_VISITOR,
                                false);
                        visitVarInsn(Opcodes.ASTORE, 1);
                    }
                };
            default -> next;
        });
    }

    /** Room for the call's number in a record, and the flags that tell prepared frames to return. */
    private static byte[] stack(byte[] file) {
        ClassReader reader = new ClassReader(rewrite(file, (method, next) -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                boolean entry = method.equals("pushMethod") && name.equals("setEntry");
                super.visitMethodInsn(
                        opcode, entry ? SITES : owner, entry ? "withEntry" : name, descriptor, isInterface);
            }
        }));
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visitEnd() {
                        addFlag(CallSites.RETURNING);
                        addFlag(CallSites.LEAVING);
                        super.visitEnd();
                    }

                    private void addFlag(String flag) {
                        // transient, as the class is serializable
                        visitField(Opcodes.ACC_PUBLIC | Opcodes.ACC_TRANSIENT, flag, "Z", null, null)
                                .visitEnd();
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** No exception when the prepared frames will return. */
    private static byte[] task(byte[] file) {
        return rewrite(
                file,
                (method, next) -> method.equals("throwPark")
                        ? new MethodVisitor(Opcodes.ASM9, next) {
                            @Override
                            public void visitCode() {
                                super.visitCode();
                                Label thrown = new Label();
                                visitVarInsn(Opcodes.ALOAD, 0);
                                visitFieldInsn(Opcodes.GETFIELD, TASK, "fiber", 'L' + FIBER + ';');
                                visitFieldInsn(Opcodes.GETFIELD, FIBER, "stack", 'L' + CallSites.STACK + ';');
                                visitFieldInsn(Opcodes.GETFIELD, CallSites.STACK, CallSites.RETURNING, "Z");
                                visitJumpInsn(Opcodes.IFEQ, thrown);
                                visitVarInsn(Opcodes.ALOAD, 0);
                                visitFieldInsn(Opcodes.GETFIELD, TASK, "fiber", 'L' + FIBER + ';');
                                visitFieldInsn(Opcodes.GETFIELD, FIBER, "stack", 'L' + CallSites.STACK + ';');
                                visitInsn(Opcodes.ICONST_1);
                                visitFieldInsn(Opcodes.PUTFIELD, CallSites.STACK, CallSites.LEAVING, "Z");
                                visitInsn(Opcodes.RETURN);
                                visitLabel(thrown);
                                visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                            }
                        }
                        : next);
    }

    /** What becomes of a method. */
    private interface MethodPatch {
        MethodVisitor of(String method, MethodVisitor next);
    }

    private static byte[] rewrite(byte[] file, MethodPatch patch) {
        ClassReader reader = new ClassReader(file);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return patch.of(name, super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }
}
