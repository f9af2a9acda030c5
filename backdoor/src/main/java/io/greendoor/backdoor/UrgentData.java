package io.greendoor.backdoor;

import io.greendoor.greenlet.GreenSocket;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;

/** TCP's urgent data, as which telnet clients send the second byte of IAC DM. */
// By default the system takes the urgent byte out of the stream. The IAC that is left then makes text of the next
// command: of the timing mark, say, that the client waits for. The option is among those of every channel of the JDK's,
// but has no public name.
final class UrgentData {

    private UrgentData() {}

    /** Has urgent bytes stay where they are in the stream, if the platform can. */
    static void keepInStream(GreenSocket socket) throws IOException {
        try (SocketChannel any = SocketChannel.open()) {
            for (SocketOption<?> option : any.supportedOptions()) {
                if (option.name().equals("SO_OOBINLINE") && option.type() == Boolean.class) {
                    @SuppressWarnings("unchecked") // its type was asked for
                    SocketOption<Boolean> inline = (SocketOption<Boolean>) option;
                    socket.setOption(inline, true);
                }
            }
        }
    }
}
