/** What an engine must provide so that a coroutine can have a call stack of its own. */
@NullMarked
package io.greendoor.scheduler.spi;

import org.jspecify.annotations.NullMarked;
