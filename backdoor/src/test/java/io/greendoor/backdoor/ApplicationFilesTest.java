package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplicationFilesTest {
    private static final Set<JavaFileObject.Kind> CLASSES = Set.of(JavaFileObject.Kind.CLASS);

    private final CompilerFiles compilers = new CompilerFiles();
    private final ApplicationFiles files =
            new ApplicationFiles(compilers, ApplicationClasses.of(getClass().getClassLoader()));

    @AfterEach
    void release() {
        compilers.release();
    }

    @Test
    void ofGreendoorsOwnPackagesOnlyWhatOthersMayUseIsListed() throws Exception {
        List<String> names = new ArrayList<>();
        for (JavaFileObject each : files.list(StandardLocation.CLASS_PATH, "io.greendoor.backdoor", CLASSES, false)) {
            assertTrue(files.isSameFile(each, each));
            names.add(files.inferBinaryName(StandardLocation.CLASS_PATH, each));
        }
        assertTrue(names.contains(PromptFunctions.class.getName()), names.toString());
        assertFalse(names.contains(Session.class.getName()), names.toString());
    }

    @Test
    void theyAreLookedThroughOnce() throws Exception {
        assertSame(
                files.list(StandardLocation.CLASS_PATH, "io.greendoor.greenlet", CLASSES, false),
                files.list(StandardLocation.CLASS_PATH, "io.greendoor.greenlet", CLASSES, false));
    }

    @Test
    void anApplicationsPackageIsListedAsItIs() throws Exception {
        List<String> names = new ArrayList<>();
        for (JavaFileObject each : files.list(StandardLocation.CLASS_PATH, "org.junit.jupiter.api", CLASSES, false)) {
            names.add(files.inferBinaryName(StandardLocation.CLASS_PATH, each));
        }
        assertTrue(names.contains("org.junit.jupiter.api.AssertionUtils"), names.toString()); // for that package alone
        assertEquals(names.size(), Set.copyOf(names).size());
    }
}
