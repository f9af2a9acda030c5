package io.greendoor.greenlet;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file of a listening unix-domain socket: only its owner may connect to it, it replaces one that nobody answers on, and it goes when the
 * socket is closed or the JVM ends.
 */
// A socket is bound under another name, gets its mode, and is then renamed, because between bind and chmod anybody
// could connect.
final class UnixSocketFile {

    private final Path path;
    private final Thread atExit;

    private UnixSocketFile(Path path) {
        this.path = path;
        this.atExit = new Thread(this::delete, "greendoor-remove-" + path.getFileName());
    }

    /** Binds {@code channel} to {@code address}. */
    static UnixSocketFile bind(ServerSocketChannel channel, UnixDomainSocketAddress address, int backlog)
            throws IOException {
        Path path = address.getPath().toAbsolutePath();
        refuseTaken(path);
        Path early = path.resolveSibling(
                "." + Integer.toHexString(ThreadLocalRandom.current().nextInt()));
        channel.bind(UnixDomainSocketAddress.of(early), backlog);
        try {
            Files.setPosixFilePermissions(early, PosixFilePermissions.fromString("rw-------"));
            Files.move(early, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(early);
            throw e;
        }
        UnixSocketFile file = new UnixSocketFile(path);
        Runtime.getRuntime().addShutdownHook(file.atExit);
        return file;
    }

    private static void refuseTaken(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new BindException("cannot listen on " + path
                    + ": there is a file of that name that is no socket; choose another path");
        }
        if (isAnswered(path)) {
            throw new BindException(
                    "cannot listen on " + path + ": somebody answers there already; choose another path, or stop them");
        }
    }

    private static boolean isAnswered(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException stale) {
            return false;
        }
    }

    /** Removes the file. */
    void remove() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // the JVM ends, and the hook finds nothing to remove
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.getLogger("io.greendoor.greenlet")
                    .log(System.Logger.Level.WARNING, "cannot remove the socket file " + path, e);
        }
    }
}
