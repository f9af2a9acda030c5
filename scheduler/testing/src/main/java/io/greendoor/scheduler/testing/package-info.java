/** Virtual time, and a JUnit extension that runs a test class on every engine. */
@NullMarked
package io.greendoor.scheduler.testing;

import org.jspecify.annotations.NullMarked;
