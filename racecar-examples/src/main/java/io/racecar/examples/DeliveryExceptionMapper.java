package io.racecar.examples;

import io.dropwizard.jersey.errors.ErrorMessage;
import io.racecar.DeliveryException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Answers 503 where a message could not be delivered to Kafka. */
public final class DeliveryExceptionMapper implements ExceptionMapper<DeliveryException> {

    @Override
    public Response toResponse(DeliveryException exception) {
        int status = Response.Status.SERVICE_UNAVAILABLE.getStatusCode();
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorMessage(status, exception.getMessage()))
                .build();
    }
}
