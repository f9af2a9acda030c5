/** Programs to read, run and look into. */
@NullMarked
package io.greendoor.examples;

import org.jspecify.annotations.NullMarked;
