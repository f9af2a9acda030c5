package io.greendoor.backdoor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** What a HotSpot JVM tells about itself, and others may not. */
final class Diagnostics {

    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

    private Diagnostics() {}

    /** Null where the JVM has none. */
    static @Nullable HotSpotDiagnosticMXBean hotSpot() {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        } catch (IllegalArgumentException e) {
            return null; // this JVM does not have it
        }
    }

    /**
     * The answer to one of jcmd's commands; null where the JVM has none.
     *
     * @param operation the command's name as the bean writes it
     * @throws JMException when the command fails
     */
    static @Nullable String command(String operation, String... arguments) throws JMException {
        try {
            Object answer = ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(COMMANDS), operation, new Object[] {arguments}, new String[] {
                        String[].class.getName()
                    });
            return String.valueOf(answer);
        } catch (InstanceNotFoundException e) {
            return null; // this JVM does not have it
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalStateException(COMMANDS, impossible);
        }
    }
}
