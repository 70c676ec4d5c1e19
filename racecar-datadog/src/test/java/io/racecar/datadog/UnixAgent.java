package io.racecar.datadog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;

/** Listens on a Unix datagram socket, which is there as long as it is open. */
final class UnixAgent extends FakeAgent {
    private final Path socket;
    private final UnixSocketAddress address;
    private final UnixDatagramChannel channel = UnixDatagramChannel.open();

    UnixAgent(Path socket) throws IOException {
        this.socket = socket;
        this.address = new UnixSocketAddress(socket.toFile());
        channel.bind(address);
    }

    @Override
    Stream<String> settings() {
        return Stream.of("datadog.socketPath=" + socket);
    }

    @Override
    void send(ByteBuffer packet) throws IOException {
        channel.send(packet, address);
    }

    @Override
    void receive(ByteBuffer packet) throws IOException {
        channel.receive(packet);
    }

    /** Reads all that its socket holds, which is full. */
    void drain() throws IOException {
        receive(ByteBuffer.allocate(65_536)); // makes room for the end
        lines();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(socket);
    }
}
