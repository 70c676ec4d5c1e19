package io.racecar.examples;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line of the log for each span, in place of an exporter to a backend. Thread-safe. */
final class SpanLog implements SpanExporter {

    private static final Logger LOGGER = LoggerFactory.getLogger(SpanLog.class);

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        spans.forEach(SpanLog::write);
        return CompletableResultCode.ofSuccess();
    }

    private static void write(SpanData span) {
        LOGGER.info(
                "trace {}: {} took {} ms, span {}{}",
                span.getTraceId(),
                span.getName(),
                Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos())
                        .toMillis(),
                span.getSpanId(),
                span.getParentSpanContext().isValid() ? " below " + span.getParentSpanId() : "");
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
