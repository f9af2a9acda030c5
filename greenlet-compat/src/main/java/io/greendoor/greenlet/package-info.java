/** Greenlets, and eventlet's green threads, events and sockets on top of them. */
@NullMarked
package io.greendoor.greenlet;

import org.jspecify.annotations.NullMarked;
