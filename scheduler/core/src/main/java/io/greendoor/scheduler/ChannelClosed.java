package io.greendoor.scheduler;

/** A send to, or a receive from, a channel that was closed without a cause. */
public class ChannelClosed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was tried
     */
    public ChannelClosed(String message) {
        super(message);
    }
}
