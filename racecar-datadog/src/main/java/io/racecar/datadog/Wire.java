package io.racecar.datadog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** How packets get to the agent. Used by one thread at a time. */
interface Wire extends Closeable {
    /** The most that a packet should hold. */
    int packetBytes();

    /** Sends a packet as a whole; one that cannot be sent soon is not sent. */
    void send(ByteBuffer packet) throws IOException;
}
