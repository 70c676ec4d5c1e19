package io.racecar.datadog;

import io.racecar.Headers;
import io.racecar.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A message without key and headers. */
record TextMessage(String topic, int partition, long offset, String value) implements Message<String> {
    @Override
    public @Nullable String key() {
        return null;
    }

    @Override
    public byte @Nullable [] keyBytes() {
        return null;
    }

    @Override
    public byte[] valueBytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Headers headers() {
        return new Headers() {
            @Override
            public @Nullable String get(String name) {
                return null;
            }

            @Override
            public byte @Nullable [] getBytes(String name) {
                return null;
            }

            @Override
            public Iterator<Header> iterator() {
                return Collections.emptyIterator();
            }
        };
    }

    @Override
    public Instant createTime() {
        return Instant.EPOCH;
    }
}
