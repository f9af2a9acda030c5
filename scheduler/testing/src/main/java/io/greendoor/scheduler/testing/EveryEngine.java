package io.greendoor.scheduler.testing;

import io.greendoor.scheduler.Scheduler;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Runs a test class once for each engine that can run in this JVM ({@link Scheduler#engines()}), under the engine's name.
 *
 * <p>Each test gets a fresh loop on its thread: from before its {@code @BeforeEach} methods until after its
 * {@code @AfterEach} ones, when tasks that are left are ended. A parameter of type {@link Scheduler} is that loop.
 * {@code @BeforeAll} and {@code @AfterAll} methods run once, around all engines, and have no part in this.
 *
 * <p>Loops that are made meanwhile, by other threads or by {@link VirtualTime#runTest}, have the same engine: the system
 * property {@code greendoor.engine} says so while the class runs. So classes with this annotation do not run at the same
 * time as each other, or as others that declare to change system properties.
 *
 * <p>Needs JUnit 5.13 or newer.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ClassTemplate
@SuppressWarnings("exports") // for JUnit, which the package is open to
@ExtendWith(EnginesProvider.class)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
public @interface EveryEngine {}
