/** The engine {@code quasar}: fibers whose code is prepared by an agent, so that JDK 17 has them too. */
@NullMarked
package io.greendoor.scheduler.quasar;

import org.jspecify.annotations.NullMarked;
