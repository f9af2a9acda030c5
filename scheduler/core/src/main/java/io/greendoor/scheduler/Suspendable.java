package io.greendoor.scheduler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that may suspend, or a type all of whose methods may: the counterpart of Kotlin's {@code suspend}.
 *
 * <p>An engine that has to prepare the code of such methods finds them by this mark; the others ignore it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
public @interface Suspendable {}
