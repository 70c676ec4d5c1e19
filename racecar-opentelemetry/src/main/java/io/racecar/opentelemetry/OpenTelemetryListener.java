package io.racecar.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries traces through topics: messages that are produced carry the trace in their headers, and a handler's span is a child
 * of that of the message, or linked to those of its batch. Thread-safe.
 *
 * <pre>{@code
 * racecar.listener(OpenTelemetryListener.create(openTelemetry));
 * }</pre>
 *
 * <p>How the trace is written into headers is for the propagators of the {@link OpenTelemetry}: {@code traceparent} with those of
 * the W3C. Register it after listeners that change messages.
 */
public final class OpenTelemetryListener implements RacecarListener {
    private final HandlingSpans handling;
    private final SendingSpans sending;

    private OpenTelemetryListener(OpenTelemetry openTelemetry, Function<String, @Nullable String> groups) {
        Tracer tracer = openTelemetry.getTracer("io.racecar");
        this.handling = new HandlingSpans(openTelemetry, tracer, groups);
        this.sending = new SendingSpans(openTelemetry, tracer);
    }

    /** A listener whose spans do not say which group a consumer is a member of. */
    public static OpenTelemetryListener create(OpenTelemetry openTelemetry) {
        return create(openTelemetry, consumer -> null);
    }

    /**
     * A listener whose spans also say which group a consumer is a member of.
     *
     * @param openTelemetry where spans go
     * @param groups the group's id by the consumer's name, null where it is not known; called for each message
     */
    public static OpenTelemetryListener create(OpenTelemetry openTelemetry, Function<String, @Nullable String> groups) {
        return new OpenTelemetryListener(
                Objects.requireNonNull(openTelemetry, "openTelemetry"), Objects.requireNonNull(groups, "groups"));
    }

    @Override
    public void handlingStarted(HandlingStarted event) {
        handling.started(event);
    }

    @Override
    public void handlingFinished(HandlingFinished event) {
        handling.finished(event);
    }

    @Override
    public OutgoingMessage producing(OutgoingMessage message) {
        return sending.producing(message);
    }

    @Override
    public void produced(Produced event) {
        sending.produced(event);
    }

    @Override
    public void delivered(Delivered event) {
        sending.delivered(event);
    }
}
