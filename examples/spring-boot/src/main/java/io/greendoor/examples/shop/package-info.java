/** A Spring Boot application with a door. */
@NullMarked
package io.greendoor.examples.shop;

import org.jspecify.annotations.NullMarked;
