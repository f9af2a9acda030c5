package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class PackageApiTest {

    /** A compiler's view of the modules, through some files. */
    private static JavacTask compiler(JavaFileManager files) throws IOException {
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Any.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return "class Any {}";
            }
        };
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, files, null, List.of("-proc:none"), null, List.of(source));
        task.analyze();
        return task;
    }

    private static boolean isForOthers(Element element) {
        return element.getModifiers().contains(Modifier.PUBLIC)
                || element.getModifiers().contains(Modifier.PROTECTED);
    }

    /** What can be said of each type of a package that others may use, and of its members that they may. */
    private static Map<String, List<String>> described(JavacTask compiler, String module, String packageName) {
        Map<String, List<String>> described = new TreeMap<>();
        Elements elements = compiler.getElements();
        Element itsPackage = elements.getPackageElement(elements.getModuleElement(module), packageName);
        for (Element each : itsPackage.getEnclosedElements()) {
            if (isForOthers(each)) {
                describe((TypeElement) each, compiler, described);
            }
        }
        return described;
    }

    private static void describe(TypeElement type, JavacTask compiler, Map<String, List<String>> described) {
        List<String> lines = new ArrayList<>();
        for (Element member : compiler.getElements().getAllMembers(type)) {
            String line =
                    described(member, compiler.getTypes()); // also of what others may not use: it can be looked at
            if (isForOthers(member)) {
                lines.add(line);
            }
            if (member instanceof TypeElement inner && isForOthers(member) && inner.getEnclosingElement() == type) {
                describe(inner, compiler, described);
            }
        }
        lines.sort(null);
        lines.add(type.getKind() + " " + type.getModifiers() + " " + type.getTypeParameters() + " "
                + type.getSuperclass() + " " + type.getInterfaces() + " " + type.getPermittedSubclasses() + " "
                + type.getRecordComponents() + " " + type.getAnnotationMirrors());
        described.put(type.getQualifiedName().toString(), lines);
    }

    private static String described(Element member, Types types) {
        String line = member.getEnclosingElement() + ": " + member.getKind() + " " + member.getModifiers() + " "
                + member + " " + member.asType() + " " + types.erasure(member.asType()) + " "
                + member.getAnnotationMirrors();
        return member instanceof ExecutableElement method
                ? line + " " + method.getThrownTypes() + " " + method.getDefaultValue() + " " + method.isDefault()
                : line;
    }

    static List<String> modules() {
        String named = System.getProperty("greendoor.modules");
        return named == null
                ? List.of("java.base", "java.prefs", "java.logging", "jdk.net")
                : List.of(named.split(","));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void whatOthersMayUseOfThePackageIsAllThere(String module) throws Exception {
        CompilerFiles files = new CompilerFiles();
        JavacTask whole = compiler(ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null));
        JavacTask shown = compiler(files);
        ModuleDescriptor descriptor =
                ModuleLayer.boot().findModule(module).orElseThrow().getDescriptor();

        for (ModuleDescriptor.Exports each : descriptor.exports()) {
            if (!each.isQualified()) {
                Map<String, List<String>> expected = described(whole, module, each.source());
                Map<String, List<String>> actual = described(shown, module, each.source());
                expected.forEach((type, lines) -> assertEquals(lines, actual.get(type), type));
                assertEquals(expected.keySet(), actual.keySet());
            }
        }
        files.release();
    }

    @Test
    void whatOthersMayNotUseIsNotThere() throws Exception {
        CompilerFiles files = new CompilerFiles();
        Elements elements = compiler(files).getElements();

        assertNull(elements.getTypeElement("java.util.stream.ReferencePipeline"));
        String map = "java.util.concurrent.ConcurrentHashMap";
        assertNull(elements.getTypeElement(map + ".Node"));
        assertTrue(memberNames(elements, map).contains("sizeCtl")); // mentions nothing hidden
        assertTrue(!memberNames(elements, map).contains("table"));
        files.release();
    }

    private static List<String> memberNames(Elements elements, String type) {
        return Objects.requireNonNull(elements.getTypeElement(type)).getEnclosedElements().stream()
                .map(each -> each.getSimpleName().toString())
                .collect(Collectors.toList());
    }

    static Stream<String> statements() {
        return Stream.of(
                "java.lang.invoke.MethodHandles.lookup().findVirtual(String.class, \"length\","
                        + " java.lang.invoke.MethodType.methodType(int.class)).invoke(\"abc\").equals(3)",
                "new StringBuilder(\"a\").append(1).insert(0, true).reverse().toString().equals(\"1aeurt\")",
                "new java.util.AbstractList<Integer>() { public Integer get(int i) { return i + modCount; } "
                        + "public int size() { return 3; } }.subList(1, 3).equals(List.of(1, 2))",
                "java.util.concurrent.TimeUnit.valueOf(\"DAYS\").toHours(1) == 24",
                "new java.util.HashMap<>(Map.of(1, 2)).entrySet().iterator().next().getValue() == 2",
                "java.nio.ByteBuffer.allocate(8).putInt(1).flip().getInt() == 1",
                "new jdk.net.UnixDomainPrincipal(() -> \"u\", () -> \"g\").user().getName().equals(\"u\")");
    }

    @ParameterizedTest
    @MethodSource("statements")
    void snippetsThatNeedWhatIsSeenOnlyThroughOthersCompileAndRun(String statement) {
        try (Prompt prompt = new Prompt()) {
            assertEquals("true", prompt.type(statement));
        }
    }

    @Test
    void whatIsPrivateIsSaidToBe() {
        try (Prompt prompt = new Prompt()) {
            assertTrue(prompt.type("\"abc\".value").contains("value has private access in java.lang.String"));
            assertTrue(prompt.type("new Math()").contains("Math() has private access in java.lang.Math"));
        }
    }

    @Test
    void aMemberClassThatNobodyMayUseStillHidesAnotherOfItsName() {
        try (Prompt prompt = new Prompt()) {
            assertEquals("", prompt.type("class Entry { int z = 3; }"));
            for (String map : List.of("TreeMap", "LinkedHashMap", "Hashtable", "WeakHashMap")) {
                assertEquals(
                        "",
                        prompt.type("class My" + map + " extends " + map
                                + "<String, String> { int z(Entry e) { return e.z; } }"));
                assertEquals("3", prompt.type("new My" + map + "().z(new Entry())"));
                assertTrue(prompt.type(map + ".Entry<String, String> entry;").contains("error: "), map);
            }
        }
    }
}
