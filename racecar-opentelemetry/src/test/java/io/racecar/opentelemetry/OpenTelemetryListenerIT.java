package io.racecar.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.racecar.OutgoingMessage;
import io.racecar.engine.Racecar;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A trace from the application through two topics. */
@ExtendWith(RacecarExtension.class)
class OpenTelemetryListenerIT {
    @RegisterExtension
    static final OpenTelemetryExtension OTEL = OpenTelemetryExtension.create();

    private final List<String> seenByHandler = new CopyOnWriteArrayList<>();

    @Test
    void aTraceGoesThroughTopics(EmbeddedKafka kafka, Racecar.Builder builder) {
        kafka.createTopic("orders", 1);
        kafka.createTopic("invoices", 1);
        Racecar racecar = builder.listener(OpenTelemetryListener.create(OTEL.getOpenTelemetry()))
                .consumer("orders", String.class, (message, context) -> {
                    seenByHandler.add(Span.current().getSpanContext().getSpanId());
                    context.produce(OutgoingMessage.to("invoices").value("of " + message.value()));
                })
                .batchConsumer("invoices", String.class, (messages, context) -> {})
                .build();
        racecar.start();

        racecar.producer().deliver(OutgoingMessage.to("orders").value("order"));

        await().untilAsserted(() -> assertThat(OTEL.getSpans())
                .extracting(SpanData::getName)
                .containsExactlyInAnyOrder("send orders", "process orders", "send invoices", "process invoices"));
        SpanData processed = span("process orders");
        assertThat(processed.getParentSpanId()).isEqualTo(span("send orders").getSpanId());
        assertThat(seenByHandler).containsExactly(processed.getSpanId());
        assertThat(span("send invoices").getParentSpanId()).isEqualTo(processed.getSpanId());
        assertThat(span("send invoices").getTraceId())
                .isEqualTo(span("send orders").getTraceId());
        assertThat(span("process invoices").getLinks())
                .singleElement()
                .satisfies(it -> assertThat(it.getSpanContext().getSpanId())
                        .isEqualTo(span("send invoices").getSpanId()));
    }

    private static SpanData span(String name) {
        return OTEL.getSpans().stream()
                .filter(it -> it.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
