package io.racecar.examples;

import io.dropwizard.jersey.errors.ErrorMessage;
import io.racecar.DeliveryException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Answers 503 where a message could not be delivered to Kafka, and 413 where that is for its size. */
public final class DeliveryExceptionMapper implements ExceptionMapper<DeliveryException> {

    @Override
    public Response toResponse(DeliveryException exception) {
        int status = status(exception).getStatusCode();
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorMessage(status, exception.getMessage()))
                .build();
    }

    private static Response.Status status(DeliveryException exception) {
        return switch (exception.reason()) {
            case TOO_LARGE, RECORD_LIST_TOO_LARGE -> Response.Status.REQUEST_ENTITY_TOO_LARGE;
            case TIMED_OUT, UNKNOWN_TOPIC_OR_PARTITION, NOT_AUTHORIZED, BUFFER_FULL, CLOSED, OTHER ->
                Response.Status.SERVICE_UNAVAILABLE;
        };
    }
}
