package io.greendoor.greenlet;

/**
 * A semaphore that cannot be released more often than it was acquired: eventlet's {@code BoundedSemaphore}. {@link
 * #release} throws {@link IllegalStateException} then.
 */
public class GreenBoundedSemaphore extends GreenSemaphore {

    /**
     * Makes one.
     *
     * @param count how often it can be acquired before somebody must release it, and the most that it counts to; 0 or
     *     more
     */
    public GreenBoundedSemaphore(int count) {
        super(count, count);
    }
}
