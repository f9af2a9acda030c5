package io.greendoor.greenlet;

import java.net.SocketAddress;

/**
 * An accepted connection: what eventlet's {@code accept} returns as a pair.
 *
 * @param socket the connection
 * @param address the peer's address
 */
public record ConnInfo(GreenSocket socket, SocketAddress address) {}
