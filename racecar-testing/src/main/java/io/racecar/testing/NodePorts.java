package io.racecar.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.server.ServerSocketFactory;

/** The ports of a node: that of its own listener, and one for each listener that was added. */
final class NodePorts implements ServerSocketFactory, AutoCloseable {
    private final ReservedPort own;
    private final Map<String, ReservedPort> added = new LinkedHashMap<>();

    /** Takes the preferred port for its own listener, if that is free, and any free ones for the others. */
    NodePorts(int preferred, Collection<String> listeners) {
        own = ReservedPort.preferably(preferred);
        listeners.forEach(listener -> added.put(listener, ReservedPort.preferably(0)));
    }

    int own() {
        return own.number();
    }

    /** The port of a listener that was added. */
    int of(String listener) {
        ReservedPort port = added.get(listener);
        if (port == null) {
            throw new IllegalArgumentException("there is no listener " + listener + " but only " + added.keySet()
                    + "; add it with EmbeddedKafka.builder().listener(...)");
        }
        return port.number();
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int backlog, int receiveBufferBytes) throws IOException {
        return added.getOrDefault(listenerName, own)
                .openServerSocket(listenerName, address, backlog, receiveBufferBytes);
    }

    /** Takes the ports back after the server has stopped. */
    void reserve() {
        own.reserve();
        added.values().forEach(ReservedPort::reserve);
    }

    @Override
    public void close() {
        own.close();
        added.values().forEach(ReservedPort::close);
    }
}
