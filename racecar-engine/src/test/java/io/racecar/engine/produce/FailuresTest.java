package io.racecar.engine.produce;

import static io.racecar.engine.produce.ProducerFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reason has its own words, which name the topic and what to do (P2). */
@Timeout(30)
class FailuresTest {

    @ParameterizedTest
    @MethodSource("failures")
    void eachReasonHasItsOwnWords(RuntimeException cause, Reason reason, String words) {
        try (ProducerFixture fixture = new ProducerFixture()) {
            Receipts receipts = new Receipts();
            fixture.outlet().send(message("secret"), receipts);

            fixture.client.errorNext(cause);

            DeliveryException failure = receipts.failed.get(0);
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure)
                    .hasMessageStartingWith("a message to users ")
                    .hasMessageContaining(words)
                    .hasMessageNotContaining("secret")
                    .hasCause(cause);
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new TimeoutException("x"), Reason.TIMED_OUT, "within 300 s (producer.messageTimeout);"),
                Arguments.of(
                        new NotLeaderOrFollowerException("x"),
                        Reason.TIMED_OUT,
                        "at last for NotLeaderOrFollowerException"),
                Arguments.of(new RecordTooLargeException("x"), Reason.TOO_LARGE, "too large with its 6 bytes"),
                Arguments.of(new RecordBatchTooLargeException("x"), Reason.RECORD_LIST_TOO_LARGE, "batch.size"),
                Arguments.of(
                        new UnknownTopicOrPartitionException("x"),
                        Reason.UNKNOWN_TOPIC_OR_PARTITION,
                        "does not exist, or was deleted"),
                Arguments.of(
                        new InvalidTopicException("x"), Reason.UNKNOWN_TOPIC_OR_PARTITION, "Kafka refuses such a name"),
                Arguments.of(new TopicAuthorizationException("x"), Reason.NOT_AUTHORIZED, "grant it WRITE"),
                Arguments.of(new ClusterAuthorizationException("x"), Reason.NOT_AUTHORIZED, "grant it WRITE"),
                Arguments.of(new SaslAuthenticationException("x"), Reason.NOT_AUTHORIZED, "refuse its credentials"),
                Arguments.of(new InvalidTimestampException("x"), Reason.OTHER, "InvalidTimestampException"),
                Arguments.of(new OutOfOrderSequenceException("x"), Reason.OTHER, "OutOfOrderSequenceException"));
    }
}
