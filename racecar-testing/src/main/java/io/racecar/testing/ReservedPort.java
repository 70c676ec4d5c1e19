package io.racecar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A port on the loopback interface that nobody else can take while its server is stopped.
 *
 * <p>Ports that the system hands out serve outgoing connections as well: without a placeholder one of the clients that try
 * to reach a stopped server could be given its port. A socket that is bound but does not listen keeps the port and refuses
 * connections.
 */
final class ReservedPort implements ServerSocketFactory, AutoCloseable {
    private final int number;
    private @Nullable SocketChannel placeholder;

    private ReservedPort(SocketChannel placeholder) throws IOException {
        this.number = ((InetSocketAddress) placeholder.getLocalAddress()).getPort();
        this.placeholder = placeholder;
    }

    /** Takes that port if it is free, any free one otherwise or for 0. */
    static ReservedPort preferably(int number) {
        try {
            return new ReservedPort(bind(isFree(number) ? number : 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + InetAddress.getLoopbackAddress(), e);
        }
    }

    /** Only listening tells: a socket that does not listen may be bound beside another such. */
    private static boolean isFree(int number) {
        try (ServerSocket probe = new ServerSocket(number, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    int number() {
        return number;
    }

    /** Lets the server listen on this port, whatever address its settings name. */
    @Override
    public synchronized ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int backlog, int receiveBufferBytes) throws IOException {
        close();
        return ServerSocketFactory.INSTANCE.openServerSocket(
                listenerName,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), number),
                backlog,
                receiveBufferBytes);
    }

    /** Takes the port back after its server has stopped. */
    synchronized void reserve() {
        close();
        try {
            placeholder = bind(number);
        } catch (IOException taken) {
            // Somebody was quicker: the server's next start fails and says so.
            placeholder = null;
        }
    }

    @Override
    public synchronized void close() {
        if (placeholder != null) {
            try {
                placeholder.close();
            } catch (IOException e) {
                throw new UncheckedIOException("port " + number + " could not be released", e);
            }
            placeholder = null;
        }
    }

    private static SocketChannel bind(int number) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            // Connections of the server before, in TIME_WAIT, must not keep the port from us ...
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            // ... but another server must not share it.
            return channel.setOption(StandardSocketOptions.SO_REUSEADDR, false);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
