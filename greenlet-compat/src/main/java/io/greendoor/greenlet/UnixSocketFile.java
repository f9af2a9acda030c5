package io.greendoor.greenlet;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file of a listening unix-domain socket: only its owner may connect to it, it replaces one that nobody answers
 * on, and it goes when the socket is closed or the JVM ends.
 */
// A socket is bound under another name, gets its mode, and is then renamed, because between bind and chmod anybody
// could connect. It is deleted only while it is still the file that was made here (`key`): somebody may have put
// another in its place.
final class UnixSocketFile {

    private static final System.Logger LOG = System.getLogger("io.greendoor.greenlet");
    private static final int MAX_PATH_BYTES = 107; // sockaddr_un.sun_path has 108, with the NUL
    private static final int TYPE_MASK = 0170000; // S_IFMT and S_IFSOCK of sys/stat.h
    private static final int SOCKET = 0140000;

    private final Path path;
    private final Object key;
    private final Thread atExit;

    private UnixSocketFile(Path path) throws IOException {
        this.path = path.toAbsolutePath();
        this.key = key(path);
        this.atExit = new Thread(this::delete, "greendoor-remove-" + path.getFileName());
    }

    /** Binds {@code channel} to {@code address}. */
    static UnixSocketFile bind(ServerSocketChannel channel, UnixDomainSocketAddress address, int backlog)
            throws IOException {
        Path path = address.getPath();
        refuseTooLong(path);
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

    /** It could be bound, under its shorter early name, and then nobody could connect. */
    private static void refuseTooLong(Path path) throws IOException {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw new BindException("cannot listen on " + path + ": the path of a unix-domain socket has at most "
                    + MAX_PATH_BYTES + " bytes; choose a shorter one");
        }
    }

    private static void refuseTaken(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & TYPE_MASK) != SOCKET) {
            throw new BindException("cannot listen on " + path
                    + ": there is a file of that name that is no socket; choose another path");
        }
        if (isAnswered(path)) {
            throw new BindException(
                    "cannot listen on " + path + ": somebody answers there already; choose another path, or stop them");
        }
    }

    /** Without waiting: where the connection is neither made nor refused at once, somebody is there and busy. */
    private static boolean isAnswered(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (SocketException busy) {
            return true;
        }
    }

    private static Object key(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
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
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && key(path).equals(key)) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove the socket file " + path, e);
        }
    }
}
