package io.racecar.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.racecar.Headers;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Shows Kafka's headers of a record, which nobody changes, without copying them. */
final class RecordHeadersView implements Headers {
    private final org.apache.kafka.common.header.Headers headers;

    RecordHeadersView(org.apache.kafka.common.header.Headers headers) {
        this.headers = headers;
    }

    @Override
    public @Nullable String get(String name) {
        byte[] value = getBytes(name);
        return value == null ? null : new String(value, UTF_8);
    }

    @Override
    public byte @Nullable [] getBytes(String name) {
        org.apache.kafka.common.header.Header last = headers.lastHeader(name);
        return last == null ? null : last.value();
    }

    @Override
    public Iterator<Header> iterator() {
        Iterator<org.apache.kafka.common.header.Header> all = headers.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Header next() {
                org.apache.kafka.common.header.Header header = all.next();
                return new Header(header.key(), header.value());
            }
        };
    }
}
