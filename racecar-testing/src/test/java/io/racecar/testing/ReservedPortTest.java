package io.racecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.Test;

class ReservedPortTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void aReservedPortRefusesConnectionsAndOtherServers() {
        try (ReservedPort port = ReservedPort.preferably(0)) {
            assertThatThrownBy(() -> new Socket(LOOPBACK, port.number())).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> new ServerSocket(port.number(), 1, LOOPBACK))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void itsServerMayListenAgainAndAgain() throws IOException {
        try (ReservedPort port = ReservedPort.preferably(0)) {
            for (int i = 0; i < 3; i++) {
                try (ServerSocketChannel server = listen(port);
                        Socket client = new Socket(LOOPBACK, port.number())) {
                    assertThat(server.socket().getLocalPort()).isEqualTo(port.number());
                    assertThat(client.isConnected()).isTrue();
                }
                port.reserve();
            }
        }
    }

    @Test
    void aPortThatIsFreeIsTakenAsWished() {
        ReservedPort before = ReservedPort.preferably(0);
        before.close();

        try (ReservedPort port = ReservedPort.preferably(before.number())) {
            assertThat(port.number()).isEqualTo(before.number());
        }
    }

    @Test
    void aPortThatIsTakenIsReplaced() {
        try (ReservedPort taken = ReservedPort.preferably(0);
                ReservedPort port = ReservedPort.preferably(taken.number())) {
            assertThat(port.number()).isNotEqualTo(taken.number());
        }
    }

    private static ServerSocketChannel listen(ReservedPort port) throws IOException {
        ServerSocketChannel server = port.openServerSocket("BROKER", new InetSocketAddress(0), 10, -1);
        server.configureBlocking(true);
        return server;
    }
}
