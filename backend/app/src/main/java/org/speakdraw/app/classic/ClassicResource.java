package org.speakdraw.app.classic;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.session.LiveSessions;

/** The HTTP calls of the classic protocol beside its socket and its stream. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class ClassicResource {

    @Inject
    LiveSessions sessions;

    @Inject
    StreamLimits limits;

    /** Users. */
    public record Queue(@JsonProperty("queue_size") int size) {}

    /** How many users are connected. */
    @GET
    @Path("queue")
    public Queue queue() {
        requireEnabled();
        return new Queue(sessions.count());
    }

    private void requireEnabled() {
        if (!limits.classicEnabled()) {
            throw new NotFoundException();
        }
    }
}
