package io.racecar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of an outgoing message; immutable, each addition returns a copy. */
final class OutgoingHeaders implements Headers {
    static final OutgoingHeaders NONE = new OutgoingHeaders(List.of());

    private final List<Header> headers;

    private OutgoingHeaders(List<Header> headers) {
        this.headers = headers;
    }

    OutgoingHeaders and(Iterable<Header> more) {
        List<Header> all = new ArrayList<>(headers);
        more.forEach(all::add);
        return new OutgoingHeaders(List.copyOf(all));
    }

    @Override
    public @Nullable String get(String name) {
        byte[] value = getBytes(name);
        return value == null ? null : new String(value, UTF_8);
    }

    @Override
    public byte @Nullable [] getBytes(String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).name().equals(name)) {
                return headers.get(i).value();
            }
        }
        return null;
    }

    @Override
    public Iterator<Header> iterator() {
        return headers.iterator();
    }
}
