package io.racecar.opentelemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.racecar.Headers.Header;
import io.racecar.Message;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a producer has put into a message's headers; the last of a name counts. */
final class MessageHeaders implements TextMapGetter<Message<?>> {
    static final MessageHeaders GETTER = new MessageHeaders();

    private MessageHeaders() {}

    @Override
    public Iterable<String> keys(Message<?> message) {
        Set<String> names = new LinkedHashSet<>();
        for (Header it : message.headers()) {
            names.add(it.name());
        }
        return names;
    }

    @Override
    public @Nullable String get(@Nullable Message<?> message, String name) {
        return message == null ? null : message.headers().get(name);
    }
}
