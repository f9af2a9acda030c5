/** The client of Greendoor's console. */
@NullMarked
package io.greendoor.door;

import org.jspecify.annotations.NullMarked;
