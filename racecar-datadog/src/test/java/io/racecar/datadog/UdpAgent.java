package io.racecar.datadog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.stream.Stream;

/** Listens on a UDP port. */
final class UdpAgent extends FakeAgent {
    private final DatagramChannel channel;

    UdpAgent() throws IOException {
        channel = DatagramChannel.open()
                .setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    @Override
    Stream<String> settings() {
        try {
            return Stream.of("datadog.host=127.0.0.1", "datadog.port=" + port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void send(ByteBuffer packet) throws IOException {
        channel.send(packet, channel.getLocalAddress());
    }

    @Override
    void receive(ByteBuffer packet) throws IOException {
        channel.receive(packet);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
