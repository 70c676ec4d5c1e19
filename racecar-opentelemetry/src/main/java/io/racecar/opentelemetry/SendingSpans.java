package io.racecar.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.racecar.Delivery;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.Delivered;
import io.racecar.RacecarListener.Produced;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A span for each message that is produced, until it is acknowledged or has failed. Thread-safe. */
final class SendingSpans {
    private static final String SEND = "send";

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    /** By the message as it is sent, which no other one is equal to. */
    private final Map<OutgoingMessage, Span> spans = new ConcurrentHashMap<>();

    /** What the thread produces, until it has been told what has become of that. */
    @SuppressWarnings("ThreadLocalUsage") // there are few listeners, and what they set they remove
    private final ThreadLocal<@Nullable OutgoingMessage> producing = new ThreadLocal<>();

    SendingSpans(OpenTelemetry openTelemetry, Tracer tracer) {
        this.tracer = tracer;
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
    }

    /** The message with the headers that make whoever handles it a child of its span. */
    OutgoingMessage producing(OutgoingMessage message) {
        endForgotten(null);
        Span span = tracer.spanBuilder(SEND + " " + message.topic())
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute(Attribute.SYSTEM, "kafka")
                .setAttribute(Attribute.OPERATION_NAME, SEND)
                .setAttribute(Attribute.OPERATION_TYPE, SEND)
                .setAttribute(Attribute.DESTINATION, message.topic())
                .startSpan();
        OutgoingMessage[] traced = {message};
        propagator.inject(Context.current().with(span), traced, (it, name, value) -> {
            if (it != null) {
                it[0] = it[0].header(name, value);
            }
        });
        Span same = spans.put(traced[0], span); // where nothing is injected, and a message is produced twice
        if (same != null) {
            same.end();
        }
        producing.set(traced[0]);
        return traced[0];
    }

    void produced(Produced event) {
        Throwable error = event.error();
        Span refused = error == null ? null : spans.remove(event.message());
        if (refused != null && error != null) {
            HandlingSpans.fail(refused, error);
            refused.end();
        }
        endForgotten(event.message());
    }

    /** A listener behind this one may have changed the message; its delivery cannot be told from others' then. */
    @SuppressWarnings("ReferenceEquality") // that very message
    private void endForgotten(@Nullable OutgoingMessage sent) {
        OutgoingMessage begun = producing.get();
        if (begun != null) {
            producing.remove();
            Span span = begun == sent ? null : spans.remove(begun);
            if (span != null) {
                span.end();
            }
        }
    }

    void delivered(Delivered event) {
        Span span = spans.remove(event.message());
        if (span == null) {
            return;
        }
        Delivery delivery = event.delivery();
        Throwable error = event.error();
        if (delivery != null) {
            span.setAttribute(
                            Attribute.PARTITION,
                            Integer.toString(delivery.partition().number()))
                    .setAttribute(Attribute.OFFSET, delivery.offset());
        }
        if (error != null) {
            HandlingSpans.fail(span, error);
        }
        span.end();
    }
}
