package io.greendoor.scheduler.quasar;

import co.paralleluniverse.fibers.Stack;
import io.greendoor.scheduler.Suspendable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes sure, before a fiber suspends, that every frame between it and the loop can be left and entered again.
 *
 * <p>To compare the thread's stack with Quasar's record of it takes microseconds, and a switch takes a tenth of one. So a stack that
 * was found right is remembered by a hash of Quasar's record: for each frame the place where it will go on, and the types of the values
 * that it saved, which say whose methods it calls. The same record is not looked at again.
 */
// Quasar's record, see its class Stack: two parallel arrays, one of primitive values and one of references, with one
// frame after the other.
// A frame is a word in the array of primitives (from the high end: 14 bits for the place in the method, 16 bits for the
// number of
// slots), then its slots. `sp` is the first slot of the innermost frame. Each frame is written before the call that it
// makes.
//
// When the record is broken, that is, the innermost caller did not know that it might suspend, then the frame of
// QuasarFiber.suspend is missing from it. That frame holds the QuasarFiber itself, so a broken record never equals a
// right one.
final class FrameCheck {

    private static final int PLACE_AND_SLOTS = 34;
    private static final int SLOTS_MASK = 0xffff;
    private static final int MOST_KNOWN = 1 << 16; // a program that has more kinds of stacks is looked at now and then

    private static final VarHandle STACK;
    private static final VarHandle TOP;
    private static final VarHandle PRIMITIVES;
    private static final VarHandle REFERENCES;

    private static final Set<Long> KNOWN = ConcurrentHashMap.newKeySet();

    static {
        try {
            MethodHandles.Lookup fiber =
                    MethodHandles.privateLookupIn(co.paralleluniverse.fibers.Fiber.class, MethodHandles.lookup());
            STACK = fiber.findVarHandle(co.paralleluniverse.fibers.Fiber.class, "stack", Stack.class);
            MethodHandles.Lookup stack = MethodHandles.privateLookupIn(Stack.class, MethodHandles.lookup());
            TOP = stack.findVarHandle(Stack.class, "sp", int.class);
            PRIMITIVES = stack.findVarHandle(Stack.class, "dataLong", long[].class);
            REFERENCES = stack.findVarHandle(Stack.class, "dataObject", Object[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private FrameCheck() {}

    /**
     * Throws unless the running fiber can suspend where it is.
     *
     * @throws IllegalStateException naming the frame that cannot be left, and what to do about it
     */
    @Suspendable // so that QuasarFiber.suspend writes its frame before it calls this
    static void check(Carrier fiber) {
        compareWithKnown(fiber);
    }

    private static void compareWithKnown(Carrier fiber) {
        Stack stack = (Stack) STACK.get((co.paralleluniverse.fibers.Fiber<?>) fiber);
        int top = (int) TOP.get(stack);
        long[] primitives = (long[]) PRIMITIVES.get(stack);
        Object[] references = (Object[]) REFERENCES.get(stack);
        long hash = 0;
        int frames = 0;
        int at = 0;
        while (at < top) {
            long placeAndSlots = primitives[at] >>> PLACE_AND_SLOTS;
            hash = mix(hash, placeAndSlots);
            frames++;
            at++;
            int end = at + (int) (placeAndSlots & SLOTS_MASK);
            for (; at < end; at++) {
                Object saved = references[at];
                if (saved != null) {
                    hash = mix(hash, saved.getClass().hashCode());
                }
            }
        }
        if (hash == fiber.checkedStack) {
            return; // most fibers wait at one place, again and again
        }
        if (!KNOWN.contains(hash)) {
            StackComparison.compare(frames);
            if (KNOWN.size() >= MOST_KNOWN) {
                KNOWN.clear();
            }
            KNOWN.add(hash);
        }
        fiber.checkedStack = hash;
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
    }
}
