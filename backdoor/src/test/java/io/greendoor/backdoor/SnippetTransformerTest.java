package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class SnippetTransformerTest {
    /** What the stand-in for the prompt's functions was asked, by the only test of this class. */
    public static final class StandIn {
        private static final ThreadLocal<List<Integer>> CODES = ThreadLocal.withInitial(ArrayList::new);

        public static void systemExit(int code) {
            CODES.get().add(code);
        }
    }

    /** Stands for a compiled snippet. */
    static final class Leaving implements Runnable {
        @Override
        public void run() {
            System.exit(1);
            Runtime.getRuntime().exit(2);
            Runtime.getRuntime().halt(3);
            IntConsumer reference = System::exit;
            reference.accept(4);
            Runnable lambda = () -> System.exit(5);
            lambda.run();
        }
    }

    @Test
    void exitsAreRedirected() throws ReflectiveOperationException, IOException {
        SnippetTransformer transformer =
                new SnippetTransformer(StandIn.class.getName(), SnippetLoader.CHECKPOINT_HOLDER);
        LambdaLinks lambdas = new LambdaLinks();
        byte[] transformed = transformer.transform(classFile(Leaving.class), lambdas);
        Class<?> snippet = new ClassLoader(new SnippetLoader(StandIn.class.getClassLoader(), transformer)) {
            Class<?> define() throws ReflectiveOperationException {
                byte[] holder = lambdas.holderClassFile();
                defineClass(lambdas.holder(), holder, 0, holder.length);
                Class<?> defined = defineClass(Leaving.class.getName(), transformed, 0, transformed.length);
                lambdas.link(defined);
                return defined;
            }
        }.define();
        Constructor<?> constructor = snippet.getDeclaredConstructor();
        constructor.setAccessible(true);
        ((Runnable) constructor.newInstance()).run();
        assertEquals(List.of(1, 2, 3, 4, 5), StandIn.CODES.get());
        StandIn.CODES.remove();
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        String name = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
