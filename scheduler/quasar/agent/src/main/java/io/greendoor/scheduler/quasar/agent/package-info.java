/** The agent: makes Quasar run on JDK 17, and tells it which methods may suspend. */
@NullMarked
package io.greendoor.scheduler.quasar.agent;

import org.jspecify.annotations.NullMarked;
