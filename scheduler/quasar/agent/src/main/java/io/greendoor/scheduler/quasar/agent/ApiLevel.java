package io.greendoor.scheduler.quasar.agent;

import java.nio.ByteBuffer;

/**
 * Raises ASM's API level in Quasar's classes. They were compiled against {@code Opcodes.ASM7}, which is a constant and so
 * stands in each of them; with it, ASM refuses sealed and record classes. Part of the build only.
 */
final class ApiLevel {

    private static final int ASM7 = 7 << 16;
    private static final int ASM9 = 9 << 16;
    private static final int POOL_COUNT = 8; // after magic number and version, see JVMS 4.1
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    private ApiLevel() {}

    /** The class file with the higher level; the very same array when it has no such constant. */
    static byte[] raise(byte[] classFile) {
        ByteBuffer in = ByteBuffer.wrap(classFile.clone());
        boolean raised = false;
        int count = Short.toUnsignedInt(in.getShort(POOL_COUNT));
        int at = POOL_COUNT + 2;
        for (int i = 1; i < count; i++) {
            int tag = in.get(at);
            if (tag == INTEGER && in.getInt(at + 1) == ASM7) {
                in.putInt(at + 1, ASM9);
                raised = true;
            }
            if (tag == LONG || tag == DOUBLE) {
                i++; // it takes two places in the count
            }
            at += tag == UTF8 ? 3 + Short.toUnsignedInt(in.getShort(at + 1)) : size(tag);
        }
        return raised ? in.array() : classFile;
    }

    /** Bytes of a constant with its tag, JVMS 4.4. */
    private static int size(int tag) {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 3; // class, string, method type, module, package
            case 15 -> 4; // method handle
            case LONG, DOUBLE -> 9;
            default -> 5;
        };
    }
}
