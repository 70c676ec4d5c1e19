package io.racecar.examples;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Shows what the error handler was told. */
@Path("/failures")
@Produces(MediaType.APPLICATION_JSON)
public final class FailuresResource {

    private final RecentFailures failures;

    FailuresResource(RecentFailures failures) {
        this.failures = failures;
    }

    /**
     * Shows the latest failures.
     *
     * @return the failures, the latest first
     */
    @GET
    public List<Failure> latest() {
        return failures.latest();
    }
}
