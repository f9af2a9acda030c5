package io.greendoor.backdoor;

/** Has a thread that the loop has just woken give way to it. */
// Where all processors are busy, the operating system lets who is woken run in place of who woke it, and as a compiler
// computes for long, the loop comes to run again only at the next tick of the clock, 4 ms later: that was nearly every
// long hold. So who is woken by the loop lets it go on until it waits, which it does in a fraction of a millisecond.
// That costs nothing where a processor is idle, and up to a tick where others than the loop wait for one, too: the
// server before its prompt. `docs/performance.md` has the figures.
final class GiveWay {

    private GiveWay() {}

    /** By the thread that was woken, before it does anything else, and with no lock that the loop may need. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but who is first
    static void toLoop() {
        Thread.yield();
    }
}
