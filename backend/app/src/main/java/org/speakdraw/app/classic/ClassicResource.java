package org.speakdraw.app.classic;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
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

    /** What became of a request. */
    public record Answer(String status, String message) {}

    /** How many users are connected. */
    @GET
    @Path("queue")
    public Queue queue() {
        requireEnabled();
        return new Queue(sessions.count());
    }

    /** An image as a prompt: no bundle brings an IP-Adapter yet, which is said as the original says it. */
    @POST
    @Path("ip_ref_image")
    @APIResponseSchema(value = Answer.class, responseCode = "400", responseDescription = "It is not enabled")
    public Response imagePrompt() {
        requireEnabled();
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(new Answer("error", "IP-Adapter is not enabled"))
                .build();
    }

    /** Takes the image away; there is none. */
    @POST
    @Path("ip_ref_image/clear")
    @APIResponseSchema(value = Answer.class, responseCode = "400", responseDescription = "It is not enabled")
    public Response clearImagePrompt() {
        return imagePrompt();
    }

    private void requireEnabled() {
        if (!limits.classicEnabled()) {
            throw new NotFoundException();
        }
    }
}
