package io.greendoor.scheduler.quasar;

import co.paralleluniverse.fibers.Stack;
import io.greendoor.scheduler.quasar.StackComparison.Verdict;
import io.greendoor.scheduler.quasar.agent.CallSites;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure, before a fiber suspends, that every frame between it and the loop can be left and entered again.
 *
 * <p>To compare the thread's stack with Quasar's record of it takes microseconds, and a switch takes a tenth of one. So a stack that
 * was found right is remembered by a hash of Quasar's record, and the same record is not looked at again.
 */
// Quasar's record, see its class Stack: two parallel arrays, one of primitive values and one of references, with one
// frame after the other. A frame is a word in the array of primitives (from the high end: 14 bits for the place in the
// method, 16 for the number of slots, 16 that do not matter here, 18 for the site, see CallSites), then its slots. A
// frame is written before the call that it makes. `sp` is the first slot of the innermost frame: QuasarFiber.suspend's,
// which has made no call yet, so that its word is zero.
//
// What is hashed is, of each frame, its site and the class of the object that it calls. That is enough: these two say
// which method is called (CallSites does not number a call where they do not, and such a stack is never remembered).
// When that is one that was prepared, it is the next frame of the record, and there is nothing in between. When it is a
// lambda's or a bridge, which only pass the call on, it is always the same one that they call. When it is anything
// else, the JDK's code or a method that was not prepared, no comparison has found this stack right. And if a frame that
// was not prepared calls one that was, that one does not come upon a caller that has just written its frame, writes no
// frame itself, and nor does any that it calls: then the record ends before QuasarFiber.suspend.
final class FrameCheck {

    private static final int SLOTS_SHIFT = 34;
    private static final int SLOTS_MASK = 0xffff;
    private static final int MOST_KNOWN = 1 << 16; // a program that has more kinds of stacks is looked at now and then

    private static final VarHandle TOP;
    private static final VarHandle PRIMITIVES;
    private static final VarHandle REFERENCES;

    private static final Map<Long, Verdict> KNOWN = new ConcurrentHashMap<>();

    static {
        try {
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
     * Throws unless the running fiber can suspend where it is. Called by {@link QuasarFiber#suspend}, before anything else.
     *
     * @return how its frames can be left
     * @throws IllegalStateException naming the frame that cannot be left, and what to do about it
     */
    static Verdict check(Carrier fiber) {
        Stack stack = fiber.stack();
        int top = (int) TOP.get(stack);
        long[] primitives = (long[]) PRIMITIVES.get(stack);
        @Nullable Object[] references = (Object[]) REFERENCES.get(stack);
        long hash = 0;
        int frames = 0;
        boolean known = true;
        boolean monitors = false;
        int at = 0;
        while (at < top) {
            long word = primitives[at];
            int site = (int) word & CallSites.SITE_MASK;
            hash = mix(hash, site);
            int receiver = CallSites.receiver(site);
            if (receiver >= 0) {
                Object called = references[at + 1 + receiver];
                hash = mix(hash, called == null ? 0 : called.getClass().hashCode());
            } else if (receiver == CallSites.UNKNOWN && at + 1 < top) {
                known = false;
            }
            monitors |= CallSites.mayHoldMonitor(site) && at + 1 < top;
            frames++;
            at += 1 + ((int) (word >>> SLOTS_SHIFT) & SLOTS_MASK);
        }
        if (known && hash == fiber.checkedStack) {
            return fiber.verdict; // most fibers wait at one place, again and again
        }
        Verdict verdict = known ? KNOWN.get(hash) : null;
        if (verdict == null) {
            verdict = StackComparison.compare(frames, monitors);
            if (!known || verdict == Verdict.DEPENDS) {
                return Verdict.DEPENDS;
            }
            if (KNOWN.size() >= MOST_KNOWN) {
                KNOWN.clear();
            }
            KNOWN.put(hash, verdict);
        }
        fiber.checkedStack = hash;
        fiber.verdict = verdict;
        return verdict;
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }
}
