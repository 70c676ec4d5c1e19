package io.racecar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.jersey.errors.ErrorMessage;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import jakarta.ws.rs.core.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryExceptionMapperTest {

    @ParameterizedTest
    @EnumSource(Reason.class)
    void theAnswerSaysWhoseFaultItIsAndWhy(Reason reason) {
        int expected = switch (reason) {
            case TOO_LARGE, RECORD_LIST_TOO_LARGE -> 413;
            default -> 503;
        };

        try (Response response = new DeliveryExceptionMapper()
                .toResponse(new DeliveryException("why", reason, OutgoingMessage.to("topic"), null))) {
            assertThat(response.getStatus()).isEqualTo(expected);
            assertThat(response.getEntity()).isEqualTo(new ErrorMessage(expected, "why"));
        }
    }
}
