package io.racecar.examples;

import io.racecar.OutgoingMessage;
import io.racecar.Producer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Takes page views; produces without waiting. */
@Path("/pageviews")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class PageviewsResource {

    static final String TOPIC = "pageviews";

    private final Producer producer;
    private final Clock clock;

    PageviewsResource(Producer producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    /**
     * Takes a page view. Many come at once, so no thread waits for Kafka; the answer is sent once it has the message.
     *
     * @param pageview what was looked at
     * @return 202 with the place of the message in Kafka
     */
    @POST
    public CompletionStage<Response> add(@NotNull @Valid NewPageview pageview) {
        String id = UUID.randomUUID().toString();
        OutgoingMessage message = OutgoingMessage.to(TOPIC)
                .key(id)
                .json(new Pageview(id, pageview.url(), pageview.ipAddress(), clock.instant()));
        return producer.produce(message)
                .thenApply(delivery -> Response.accepted(delivery).build());
    }
}
