/** The event loop of a thread and the coroutines that run on it. */
@NullMarked
package io.greendoor.scheduler;

import org.jspecify.annotations.NullMarked;
