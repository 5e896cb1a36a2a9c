package org.speakdraw.app.classic;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.LiveSessions;

/** {@code GET /api/queue}: how many users are connected. */
@Path("/queue")
public class ClassicResource {

    @Inject
    LiveSessions sessions;

    @Inject
    StreamLimits limits;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public JsonObject queue() {
        if (!limits.classicEnabled()) {
            throw new NotFoundException();
        }
        return Json.createObjectBuilder().add("queue_size", sessions.count()).build();
    }
}
