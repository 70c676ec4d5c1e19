package io.racecar.examples;

import io.racecar.Producer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Shows users, and takes bans, which take effect when they are consumed. */
@Path("/users/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class UsersResource {

    private final UserDao users;
    private final Producer producer;

    UsersResource(UserDao users, Producer producer) {
        this.users = users;
        this.producer = producer;
    }

    /**
     * Shows a user.
     *
     * @param id identifies the user
     * @return the user, or nothing for a 404
     */
    @GET
    public Optional<User> show(@PathParam("id") long id) {
        return users.find(id);
    }

    /**
     * Adds a user, or renames the one of that id.
     *
     * @param id identifies the user
     * @param user what is to be stored
     * @return the user as stored
     */
    @PUT
    public Optional<User> put(@PathParam("id") long id, @NotNull @Valid NewUser user) {
        users.put(id, user.name());
        return users.find(id);
    }

    /**
     * Bans a user, sooner or later: the ban is a message, and the caller waits until Kafka has it. Whether there is such a user is for the consumer to find out.
     *
     * @param id identifies the user
     * @return 202 with the place of the message in Kafka
     */
    @POST
    @Path("/ban")
    @Consumes(MediaType.WILDCARD)
    public Response ban(@PathParam("id") long id) {
        return Response.accepted(producer.deliver(UserBanned.message(id))).build();
    }
}
