package io.racecar.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.junit.jupiter.api.Test;

class ErrorCodesTest {
    @Test
    void errorsOfTheProtocolHaveKafkasNames() {
        assertThat(ErrorCodes.of(new TopicAuthorizationException(Set.of("orders"))))
                .isEqualTo("topic_authorization_failed");
        assertThat(ErrorCodes.of(new FencedInstanceIdException("taken"))).isEqualTo("fenced_instance_id");
        assertThat(ErrorCodes.of(new SaslAuthenticationException("no"))).isEqualTo("sasl_authentication_failed");
        assertThat(ErrorCodes.of(new UnknownServerException())).isEqualTo("unknown_server_error");
    }

    @Test
    void othersAreNamedAfterTheirClass() {
        assertThat(ErrorCodes.of(new SslAuthenticationException("no"))).isEqualTo("ssl_authentication");
        assertThat(ErrorCodes.of(DisconnectException.INSTANCE)).isEqualTo("disconnect");
        assertThat(ErrorCodes.of(new KafkaException("what"))).isEqualTo("kafka");
        assertThat(ErrorCodes.of(new IllegalStateException())).isEqualTo("illegal_state");
        assertThat(ErrorCodes.of(new OutOfMemoryError())).isEqualTo("out_of_memory");
        assertThat(ErrorCodes.of(new RuntimeException() {})).isEqualTo("unknown");
    }

    @Test
    void aCodeIsTheLastPartOfTheMetric() {
        assertThat(ErrorCodes.metric("disconnect")).isEqualTo("consumer.poll.error.disconnect");
    }
}
