package io.greendoor.scheduler.quasar.agent;

import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Gives each call that may suspend, as Quasar prepares it, a number of its own, and a way to be left without an exception.
 *
 * <p>The number is written into the frame's record, in Quasar's {@code Stack}, together with the place where the frame will go
 * on. It says which call of which method the frame is in, so that a record tells whose frames it is of; and {@link #receiver}
 * tells where in the record the object lies that is called, whose class decides who is called.
 *
 * <p>Quasar leaves a stack by an exception, which costs some 40 ns for each compiled frame that it passes. Where all frames are
 * known to be prepared they simply return, each one to a caller that looks whether it shall return as well.
 */
public final class CallSites {

    /** What {@link #receiver} says of a call whose target its record does not tell. */
    public static final int UNKNOWN = -2;

    /** What {@link #receiver} says of a call that has one target. */
    public static final int NONE = -1;

    /** Of a record's bits, which Quasar uses from the high end; 18 are free. */
    public static final int SITE_MASK = (1 << 18) - 1;

    /** Set in a fiber's {@code Stack} when its frames are to return as soon as it parks. The build adds it, and the next one. */
    static final String RETURNING = "returning";

    /** Set in a fiber's {@code Stack} while its frames return. */
    static final String LEAVING = "leaving";

    static final String STACK = "co/paralleluniverse/fibers/Stack";

    private static final int ENTRY_BITS = 14;

    private static final AtomicInteger LAST = new AtomicInteger();

    /** Of a site in {@link #SITES}: its method has entered a monitor before, and may not have left it. */
    private static final int MONITOR = 1 << 15;

    /** By site, the slot of the receiver, plus 2: so that what was never set is {@link #UNKNOWN}. */
    private static final char[] SITES = new char[SITE_MASK + 1];

    private CallSites() {}

    /** The slot of the frame's record in which the receiver of a call lies, {@link #NONE} or {@link #UNKNOWN}. */
    public static int receiver(int site) {
        return (SITES[site] & ~MONITOR) - 2;
    }

    /** Whether the frame's own method may hold a monitor at this call. */
    public static boolean mayHoldMonitor(int site) {
        return site == 0 || (SITES[site] & MONITOR) != 0;
    }

    /**
     * A record with an entry, whose higher bits are the site: called by Quasar's {@code Stack}, once it is patched, in place of
     * its own {@code setEntry}, which drops those bits.
     */
    public static long withEntry(long record, int entry) {
        long slots = ((record << ENTRY_BITS) >>> ENTRY_BITS) & ~(long) SITE_MASK;
        return slots | ((long) entry << (Long.SIZE - ENTRY_BITS)) | (entry >>> ENTRY_BITS);
    }

    /** Called by Quasar once it is patched: what is to write a method that it prepares. */
    public static MethodVisitor preparing(MethodVisitor next, String descriptor, int stackVariable) {
        return new Preparing(next, Type.getReturnType(descriptor), stackVariable);
    }

    /** A number without a meaning when all are used up: such a frame is looked at each time. */
    private static int newSite() {
        int site = LAST.incrementAndGet();
        return site > 0 && site <= SITE_MASK ? site : 0;
    }

    /**
     * Between {@code Stack.pushMethod} and the call that it prepares, Quasar writes what stores the operands, from the last
     * argument down to the receiver, and then the local variables.
     */
    private static final class Preparing extends MethodVisitor {

        private final Type returned;
        private final int stackVariable;
        private int site;
        private boolean pushed;
        private boolean monitor;
        private int constant;
        private int operands;
        private final int[] slots = new int[256]; // a call has at most 255 operands, JVMS 4.11

        Preparing(MethodVisitor next, Type returned, int stackVariable) {
            super(Opcodes.ASM9, next);
            this.returned = returned;
            this.stackVariable = stackVariable;
        }

        @Override
        public void visitInsn(int opcode) {
            super.visitInsn(opcode);
            monitor |= opcode == Opcodes.MONITORENTER;
            if (opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5) {
                constant = opcode - Opcodes.ICONST_0;
            } else if (opcode == Opcodes.POP) {
                operand(0); // a null is not stored, and has no class
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            super.visitIntInsn(opcode, operand);
            constant = operand;
        }

        @Override
        public void visitLdcInsn(Object value) {
            super.visitLdcInsn(value);
            if (value instanceof Integer number) {
                constant = number;
            }
        }

        private void operand(int slot) {
            if (operands < slots.length) {
                slots[operands++] = slot;
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals(STACK)) {
                if (name.equals("pushMethod")) {
                    pushed = true;
                    operands = 0;
                    site = newSite();
                    super.visitInsn(Opcodes.SWAP);
                    super.visitLdcInsn(site << ENTRY_BITS);
                    super.visitInsn(Opcodes.IOR);
                    super.visitInsn(Opcodes.SWAP);
                } else if (name.equals("push")) {
                    operand(constant);
                }
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                return;
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (pushed) {
                prepared(receiver(opcode, owner, descriptor));
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
            if (pushed) {
                prepared(UNKNOWN);
            }
        }

        private int receiver(int opcode, String owner, String descriptor) {
            if (owner.startsWith("java/lang/reflect/") || owner.startsWith("java/lang/invoke/")) {
                return UNKNOWN;
            }
            if (opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKESPECIAL) {
                return NONE;
            }
            int arguments = Type.getArgumentCount(descriptor);
            return arguments < operands && slots[arguments] < MONITOR - 2 ? slots[arguments] : UNKNOWN;
        }

        /** Behind the call: returns at once, with whatever, when the frames are being left. */
        private void prepared(int receiver) {
            pushed = false;
            SITES[site] = (char) (site == 0 ? 0 : (receiver + 2) | (monitor ? MONITOR : 0));
            Label goOn = new Label();
            super.visitVarInsn(Opcodes.ALOAD, stackVariable);
            super.visitJumpInsn(Opcodes.IFNULL, goOn);
            super.visitVarInsn(Opcodes.ALOAD, stackVariable);
            super.visitFieldInsn(Opcodes.GETFIELD, STACK, LEAVING, "Z");
            super.visitJumpInsn(Opcodes.IFEQ, goOn);
            switch (returned.getSort()) {
                case Type.VOID -> {}
                case Type.LONG -> super.visitInsn(Opcodes.LCONST_0);
                case Type.FLOAT -> super.visitInsn(Opcodes.FCONST_0);
                case Type.DOUBLE -> super.visitInsn(Opcodes.DCONST_0);
                case Type.OBJECT, Type.ARRAY -> super.visitInsn(Opcodes.ACONST_NULL);
                default -> super.visitInsn(Opcodes.ICONST_0);
            }
            super.visitInsn(returned.getOpcode(Opcodes.IRETURN));
            super.visitLabel(goOn);
        }
    }
}
