package io.racecar.opentelemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.racecar.Message;
import io.racecar.Partition;
import io.racecar.RacecarListener.HandlingFinished;
import io.racecar.RacecarListener.HandlingStarted;
import io.racecar.engine.codec.RecordMessage;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HandlingSpansTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PRODUCER = "b7ad6b7169203331";

    @RegisterExtension
    static final OpenTelemetryExtension OTEL = OpenTelemetryExtension.create();

    private final OpenTelemetryListener listener =
            OpenTelemetryListener.create(OTEL.getOpenTelemetry(), consumer -> "group-of-" + consumer);

    private static Message<byte[]> message(long offset, @Nullable String producer) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("orders", 3, offset, null, new byte[0]);
        if (producer != null) {
            record.headers().add("traceparent", ("00-" + TRACE + "-" + producer + "-01").getBytes(UTF_8));
        }
        return RecordMessage.of(record, ConsumerRecord::value);
    }

    private static HandlingStarted one(@Nullable String producer) {
        return new HandlingStarted("billing", new Partition("orders", 3), List.of(message(17, producer)), false, 2);
    }

    private void handle(HandlingStarted started, @Nullable Throwable error) {
        listener.handlingStarted(started);
        listener.handlingFinished(new HandlingFinished(started, Duration.ofMillis(1), error));
    }

    private static SpanData span() {
        return OTEL.getSpans().get(0);
    }

    @Test
    void aHandlersSpanIsAChildOfTheProducers() {
        handle(one(PRODUCER), null);

        assertThat(span().getTraceId()).isEqualTo(TRACE);
        assertThat(span().getParentSpanId()).isEqualTo(PRODUCER);
    }

    @Test
    void whereTheProducerTracesNothingATraceBegins() {
        handle(one(null), null);

        assertThat(span().getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void ofSeveralHeadersTheLastCounts() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("orders", 3, 1, null, new byte[0]);
        record.headers().add("traceparent", ("00-" + TRACE + "-00f067aa0ba902b7-01").getBytes(UTF_8));
        record.headers().add("traceparent", ("00-" + TRACE + "-" + PRODUCER + "-01").getBytes(UTF_8));
        Message<byte[]> forwarded = RecordMessage.of(record, ConsumerRecord::value);

        handle(new HandlingStarted("billing", new Partition("orders", 3), List.of(forwarded), false, 1), null);

        assertThat(span().getParentSpanId()).isEqualTo(PRODUCER);
    }

    @Test
    void theSpanSaysWhatIsHandledAsTheConventionsHaveIt() {
        handle(one(PRODUCER), null);

        assertThat(span().getName()).isEqualTo("process orders");
        assertThat(span().getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span().getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("messaging.system", "kafka")
                        .put("messaging.operation.name", "process")
                        .put("messaging.operation.type", "process")
                        .put("messaging.destination.name", "orders")
                        .put("messaging.destination.partition.id", "3")
                        .put("messaging.kafka.offset", 17)
                        .put("messaging.consumer.group.name", "group-of-billing")
                        .put("racecar.consumer", "billing")
                        .put("racecar.attempt", 2)
                        .build()
                        .asMap());
    }

    @Test
    void withoutAGroupThatIsKnownNoneIsNamed() {
        OpenTelemetryListener plain = OpenTelemetryListener.create(OTEL.getOpenTelemetry());
        HandlingStarted started = one(null);
        plain.handlingStarted(started);
        plain.handlingFinished(new HandlingFinished(started, Duration.ZERO, null));

        assertThat(span().getAttributes().get(Attribute.GROUP)).isNull();
    }

    @Test
    void aBatchIsLinkedToAllProducersAndAChildOfNone() {
        List<Message<byte[]>> batch = List.of(message(5, PRODUCER), message(6, null), message(7, "00f067aa0ba902b7"));

        handle(new HandlingStarted("billing", new Partition("orders", 3), batch, true, 1), null);

        assertThat(span().getParentSpanContext().isValid()).isFalse();
        assertThat(span().getLinks())
                .extracting(LinkData::getSpanContext)
                .extracting(it -> it.getSpanId())
                .containsExactly(PRODUCER, "00f067aa0ba902b7");
        assertThat(span().getAttributes().get(Attribute.BATCH_SIZE)).isEqualTo(3);
        assertThat(span().getAttributes().get(Attribute.OFFSET)).isEqualTo(5);
    }

    @Test
    void theSpanIsCurrentWhileTheHandlerRuns() {
        HandlingStarted started = one(PRODUCER);

        listener.handlingStarted(started);
        String during = Span.current().getSpanContext().getTraceId();
        listener.handlingFinished(new HandlingFinished(started, Duration.ZERO, null));

        assertThat(during).isEqualTo(TRACE);
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    void whatTheHandlerThrewIsRecorded() {
        handle(one(PRODUCER), new IllegalStateException("no luck"));

        assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span().getAttributes().get(Attribute.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
        assertThat(span().getEvents())
                .singleElement()
                .satisfies(it -> assertThat(it.getName()).isEqualTo("exception"));
    }

    @Test
    void aHandlingWhoseEndIsNeverToldEndsWithTheNext() {
        listener.handlingStarted(one(PRODUCER));
        handle(one(null), null);

        assertThat(OTEL.getSpans()).hasSize(2);
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }
}
