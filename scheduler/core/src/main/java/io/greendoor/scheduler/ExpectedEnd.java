package io.greendoor.scheduler;

/**
 * Marks what ends a task without being a failure: {@link Cancelled}, greenlet's exit. A job that ends by one counts as
 * cancelled, its scope goes on, and nobody logs it.
 */
public interface ExpectedEnd {}
