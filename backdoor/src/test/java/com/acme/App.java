package com.acme;

import io.greendoor.scheduler.Suspendable;
import java.util.concurrent.Callable;

/** An application as the prompt meets it: another package, some things public, some not. */
public class App implements Service {
    public int port = 8080;

    public static final class Nested {}

    public enum Mode {
        FAST {
            @Override
            public int level() {
                return 2;
            }
        };

        public int level() {
            return 1;
        }
    }

    public class Inner {}

    public static class Box<T, N extends Number> {
        public class Lid {}
    }

    private static final class Hidden extends App {}

    private record HiddenRecord(String name) implements Service {}

    static final class PackagePrivate implements Service {
        public int secret() {
            return 1;
        }

        @Override
        public String name() {
            return "package-private";
        }
    }

    public static App hidden() {
        return new Hidden();
    }

    public static Service hiddenRecord() {
        return new HiddenRecord("record");
    }

    public static Service packagePrivate() {
        return new PackagePrivate();
    }

    @Override
    public String name() {
        return "app";
    }

    @Suspendable
    public <T> T call(Callable<T> body) throws Exception {
        return body.call();
    }

    public void fail(Throwable throwable) throws Throwable {
        throw throwable;
    }

    public void fail() {
        throw new IllegalStateException("app failed");
    }
}
