/**
 * What Greendoor's tasks cost, each beside the barest thing that does the same, measured in the same run. {@link
 * io.greendoor.benchmarks.Benchmarks} runs all and prints the table; the classes that JMH drives are public because
 * the code that it generates names them.
 */
@NullMarked
package io.greendoor.benchmarks;

import org.jspecify.annotations.NullMarked;
