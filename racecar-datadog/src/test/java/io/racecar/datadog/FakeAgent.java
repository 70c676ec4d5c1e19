package io.racecar.datadog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

/** Reads what an agent would. What has been sent is in its socket at once, so it never waits for more. */
abstract class FakeAgent implements AutoCloseable {
    private static final String END = "this is the end";

    /** The rest of its settings. */
    abstract Stream<String> settings();

    /** Sends that to itself. */
    abstract void send(ByteBuffer packet) throws IOException;

    /** Waits for a packet. */
    abstract void receive(ByteBuffer packet) throws IOException;

    @Override
    public abstract void close() throws IOException;

    /** Behind what has been sent by now. */
    void end() throws IOException {
        send(ByteBuffer.wrap(END.getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads lines until somebody says that this is the end. */
    void readTo(Queue<String> lines) {
        try {
            for (String it = next(); !it.equals(END); it = next()) {
                it.lines().forEach(lines::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has been sent by now, each packet with as many lines as it has. */
    List<List<String>> packets() throws IOException {
        end();
        List<List<String>> packets = new ArrayList<>();
        for (String it = next(); !it.equals(END); it = next()) {
            packets.add(it.lines().toList());
        }
        return packets;
    }

    List<String> lines() throws IOException {
        return packets().stream().flatMap(List::stream).toList();
    }

    private String next() throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(65_536);
        receive(packet);
        return StandardCharsets.UTF_8.decode(packet.flip()).toString();
    }
}
