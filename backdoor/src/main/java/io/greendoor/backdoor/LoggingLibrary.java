package io.greendoor.backdoor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A logging library that the application may have, called by reflection so that nobody needs it. */
record LoggingLibrary(String name) {

    @Nullable
    Object call(Method method, @Nullable Object on, @Nullable Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(name + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(name + " does not let us call " + method, e);
        }
    }
}
