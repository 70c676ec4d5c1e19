package io.racecar.datadog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketOptions;

/** Datagrams to a Unix socket, which the JDK does not offer. It is found by its path for each packet, so it may come and go. */
final class UnixWire implements Wire {
    /** What the agent reads at once. */
    private static final int PACKET_BYTES = 8192;

    private static final int LONGEST_MILLIS = 100;

    /** What all systems have room for, and what is longer would be cut off. */
    private static final int LONGEST_PATH = 103;

    private final UnixSocketAddress address;
    private final UnixDatagramChannel channel;

    UnixWire(Path socket) throws IOException {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new IOException("its path has " + length + " bytes, more than " + LONGEST_PATH);
        }
        this.address = new UnixSocketAddress(socket.toFile());
        this.channel = UnixDatagramChannel.open();
        channel.setOption(UnixSocketOptions.SO_SNDTIMEO, LONGEST_MILLIS);
    }

    @Override
    public int packetBytes() {
        return PACKET_BYTES;
    }

    @Override
    public void send(ByteBuffer packet) throws IOException {
        channel.send(packet, address);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return address.path();
    }
}
