package io.racecar.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.racecar.Message;
import io.racecar.RacecarListener.HandlingFinished;
import io.racecar.RacecarListener.HandlingStarted;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A span for each call of a handler, current on the handler's thread until its end has been told. Thread-safe. */
final class HandlingSpans {
    private static final String PROCESS = "process";

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Function<String, @Nullable String> groups;

    /** A handler's call begins and ends on one thread. */
    @SuppressWarnings("ThreadLocalUsage") // there are few listeners, and what they set they remove
    private final ThreadLocal<@Nullable Current> current = new ThreadLocal<>();

    private record Current(Span span, Scope scope) {
        void end() {
            scope.close();
            span.end();
        }
    }

    /** @param groups the id of a consumer's group by its name; null where that is not known */
    HandlingSpans(OpenTelemetry openTelemetry, Tracer tracer, Function<String, @Nullable String> groups) {
        this.tracer = tracer;
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
        this.groups = groups;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed when the end of the handling is told
    void started(HandlingStarted event) {
        end(); // whose end was never told
        Context parent =
                event.batch() ? Context.root() : producerOf(event.messages().get(0));
        Span span = builder(event, parent).startSpan();
        current.set(new Current(span, parent.with(span).makeCurrent()));
    }

    private Context producerOf(Message<?> message) {
        return propagator.extract(Context.root(), message, MessageHeaders.GETTER);
    }

    private SpanBuilder builder(HandlingStarted event, Context parent) {
        String topic = event.partition().topic();
        List<? extends Message<?>> messages = event.messages();
        SpanBuilder builder = tracer.spanBuilder(PROCESS + " " + topic)
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(parent)
                .setAttribute(Attribute.SYSTEM, "kafka")
                .setAttribute(Attribute.OPERATION_NAME, PROCESS)
                .setAttribute(Attribute.OPERATION_TYPE, PROCESS)
                .setAttribute(Attribute.DESTINATION, topic)
                .setAttribute(
                        Attribute.PARTITION, Integer.toString(event.partition().number()))
                .setAttribute(Attribute.OFFSET, messages.get(0).offset())
                .setAttribute(Attribute.CONSUMER, event.consumer())
                .setAttribute(Attribute.ATTEMPT, (long) event.attempt());
        String group = groups.apply(event.consumer());
        if (group != null) {
            builder.setAttribute(Attribute.GROUP, group);
        }
        if (event.batch()) {
            builder.setAttribute(Attribute.BATCH_SIZE, (long) messages.size());
            messages.forEach(it -> link(builder, it));
        }
        return builder;
    }

    private void link(SpanBuilder builder, Message<?> message) {
        SpanContext producer = Span.fromContext(producerOf(message)).getSpanContext();
        if (producer.isValid()) {
            builder.addLink(producer);
        }
    }

    void finished(HandlingFinished event) {
        Current ending = current.get();
        Throwable error = event.error();
        if (ending != null && error != null) {
            fail(ending.span(), error);
        }
        end();
    }

    private void end() {
        Current ending = current.get();
        if (ending != null) {
            current.remove();
            ending.end();
        }
    }

    static void fail(Span span, Throwable error) {
        span.setStatus(StatusCode.ERROR)
                .setAttribute(Attribute.ERROR_TYPE, error.getClass().getName())
                .recordException(error);
    }
}
