package io.racecar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message whose content must never be seen in a text. */
record StoredMessage(String topic, int partition, long offset) implements Message<String> {
    static final String CONTENT = "s3cret";

    @Override
    public @Nullable String key() {
        return CONTENT;
    }

    @Override
    public byte @Nullable [] keyBytes() {
        return null;
    }

    @Override
    public String value() {
        return CONTENT;
    }

    @Override
    public byte @Nullable [] valueBytes() {
        return null;
    }

    @Override
    public Headers headers() {
        return OutgoingHeaders.NONE;
    }

    @Override
    public Instant createTime() {
        return Instant.EPOCH;
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "@" + offset;
    }
}
