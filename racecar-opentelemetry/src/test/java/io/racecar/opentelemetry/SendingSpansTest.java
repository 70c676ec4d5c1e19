package io.racecar.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.RacecarListener.Delivered;
import io.racecar.RacecarListener.Produced;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SendingSpansTest {
    private static final OutgoingMessage MESSAGE = OutgoingMessage.to("orders").value("v");

    @RegisterExtension
    static final OpenTelemetryExtension OTEL = OpenTelemetryExtension.create();

    private final OpenTelemetryListener listener = OpenTelemetryListener.create(OTEL.getOpenTelemetry());

    private static SpanData span() {
        return OTEL.getSpans().get(0);
    }

    private void produced(OutgoingMessage message, @Nullable Throwable error) {
        listener.produced(new Produced(null, message, 1, 1, error));
    }

    private void delivered(OutgoingMessage message) {
        Delivery delivery = new Delivery(new Partition("orders", 3), 17);
        listener.delivered(new Delivered(null, message, delivery, Duration.ofMillis(1), null));
    }

    @Test
    void theMessageCarriesItsSpan() {
        OutgoingMessage sent = listener.producing(MESSAGE);
        produced(sent, null);
        delivered(sent);

        assertThat(sent.headers().get("traceparent"))
                .startsWith("00-" + span().getTraceId() + "-" + span().getSpanId() + "-");
    }

    @Test
    void theSpanLastsUntilTheMessageIsAcknowledgedAndSaysWhereItIs() {
        OutgoingMessage sent = listener.producing(MESSAGE);
        produced(sent, null);
        assertThat(OTEL.getSpans()).isEmpty();

        delivered(sent);

        assertThat(span().getName()).isEqualTo("send orders");
        assertThat(span().getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(span().getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("messaging.system", "kafka")
                        .put("messaging.operation.name", "send")
                        .put("messaging.operation.type", "send")
                        .put("messaging.destination.name", "orders")
                        .put("messaging.destination.partition.id", "3")
                        .put("messaging.kafka.offset", 17)
                        .build()
                        .asMap());
    }

    @Test
    void itIsAChildOfWhatRunsWhereItIsProduced() {
        Span request =
                OTEL.getOpenTelemetry().getTracer("test").spanBuilder("request").startSpan();
        OutgoingMessage sent;
        try (Scope scope = request.makeCurrent()) {
            sent = listener.producing(MESSAGE);
        }
        delivered(sent);

        assertThat(span().getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
    }

    @Test
    void anAcknowledgementMayOvertakeTheEndOfProducing() {
        OutgoingMessage sent = listener.producing(MESSAGE);
        delivered(sent);
        produced(sent, null);

        assertThat(OTEL.getSpans()).hasSize(1);
    }

    @Test
    void whatIsRefusedFails() {
        OutgoingMessage sent = listener.producing(MESSAGE);
        produced(sent, new IllegalStateException("full"));

        assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span().getAttributes().get(Attribute.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void whatCannotBeDeliveredFails() {
        OutgoingMessage sent = listener.producing(MESSAGE);
        produced(sent, null);
        DeliveryException late = new DeliveryException("late", Reason.TIMED_OUT, sent, null);
        listener.delivered(new Delivered(null, sent, null, Duration.ofMillis(1), late));

        assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void aMessageThatIsForwardedWithItsHeadersCarriesTheNewSpan() {
        OutgoingMessage sent = listener.producing(
                MESSAGE.header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        delivered(sent);

        assertThat(sent.headers().get("traceparent")).contains(span().getSpanId());
    }

    @Test
    void whereAnotherListenerChangesTheMessageTheSpanEndsWithItsProduction() {
        OutgoingMessage changed = listener.producing(MESSAGE).header("another", "one");
        produced(changed, null);
        assertThat(OTEL.getSpans()).hasSize(1);

        delivered(changed);
        assertThat(OTEL.getSpans()).hasSize(1);
    }

    @Test
    void aProductionWhoseEndIsNeverToldEndsWithTheNext() {
        listener.producing(MESSAGE);
        listener.producing(MESSAGE);

        assertThat(OTEL.getSpans()).hasSize(1);
    }

    @Test
    void withoutPropagatorsAMessageStaysAsItIs() {
        OpenTelemetryListener silent = OpenTelemetryListener.create(OpenTelemetry.noop());

        assertThat(silent.producing(MESSAGE)).isSameAs(MESSAGE);
    }
}
