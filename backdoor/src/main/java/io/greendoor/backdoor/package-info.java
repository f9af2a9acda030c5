/** The door: a Java prompt inside a running program, reached over a socket. */
@NullMarked
package io.greendoor.backdoor;

import org.jspecify.annotations.NullMarked;
