package io.racecar.datadog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** UDP; nobody hears whether there is an agent. Its name is looked up again and again, as the JVM's own cache allows. */
final class UdpWire implements Wire {
    /** What fits into an Ethernet frame. */
    private static final int PACKET_BYTES = 1432;

    private final String host;
    private final int port;
    private final DatagramChannel channel = DatagramChannel.open();

    UdpWire(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
    }

    @Override
    public int packetBytes() {
        return PACKET_BYTES;
    }

    @Override
    public void send(ByteBuffer packet) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        channel.send(packet, address);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
