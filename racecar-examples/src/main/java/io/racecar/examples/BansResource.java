package io.racecar.examples;

import io.racecar.Producer;
import jakarta.validation.constraints.NotEmpty;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Takes many bans at once; produces them as a block. */
@Path("/bans")
@Consumes(MediaType.APPLICATION_JSON)
public final class BansResource {

    private final Producer producer;

    BansResource(Producer producer) {
        this.producer = producer;
    }

    /**
     * Bans users, sooner or later. The messages are on their way together, and the answer is sent once Kafka has all of
     * them. If it has not, it may have some: to ban a user twice does no harm, so the caller may send all of them again.
     *
     * @param users identify the users
     * @return 202
     */
    @POST
    public Response ban(@NotEmpty List<Long> users) {
        producer.deliverAll(all -> users.forEach(user -> all.produce(UserBanned.message(user))));
        return Response.accepted().build();
    }
}
