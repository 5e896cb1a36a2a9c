package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.session.SessionIds;
import org.speakdraw.app.stream.session.SessionOrigin;

/**
 * Repainting: {@code POST /api/sessions/{recorded}/repaint} begins it; its progress and its end are at the new session's
 * own {@code /repaint}.
 */
@Path("/sessions/{id}/repaint")
@Produces(MediaType.APPLICATION_JSON)
public class RepaintResource {

    @Inject
    TimelineStore store;

    @Inject
    Repainter repainter;

    @Inject
    HttpServletRequest request;

    /**
     * {@code {"settings": {"prompt": "a wolf", "steps": 2}, "bundle": "pocket"}}: what is to differ from the recording, and
     * what it is painted with; without a bundle, the active one.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response start(@PathParam("id") String id, String body) {
        RecordingCredentials credentials = RecordingCredentials.of(request);
        Timeline timeline = store.timeline(SessionIds.parse(id), credentials);
        JsonObject json = JsonText.readObject(body, ApiError.REQUEST_INVALID);
        if (!(json.getOrDefault("settings", JsonValue.EMPTY_JSON_OBJECT) instanceof JsonObject changes)) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"settings\" must be an object.");
        }
        SessionOrigin origin = new SessionOrigin(request.getRemoteAddr(), credentials.participant(), Optional.empty());
        Repainter.Begun begun = repainter.start(timeline, origin, changes, bundleIn(json));
        return Response.accepted(
                        toJson(begun.repainting()).add("token", begun.token()).build())
                .header("Cache-Control", "no-store")
                .build();
    }

    private static Optional<String> bundleIn(JsonObject json) {
        if (!json.containsKey("bundle")) {
            return Optional.empty();
        }
        if (json.get("bundle") instanceof JsonString bundle) {
            return Optional.of(bundle.getString());
        }
        throw new RequestException(ApiError.REQUEST_INVALID, "\"bundle\" must be the name of a bundle.");
    }

    @GET
    public Response progress(@PathParam("id") String id) {
        return Response.ok(toJson(require(id)).build())
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Ends it; what was painted stays. */
    @DELETE
    public Response cancel(@PathParam("id") String id) {
        require(id).end(Repainting.State.CANCELLED);
        return Response.noContent().build();
    }

    private Repainting require(String id) {
        UUID session = SessionIds.parse(id);
        Repainting repainting = repainter.require(session);
        store.require(repainting.original(), RecordingCredentials.of(request));
        return repainting;
    }

    private static JsonObjectBuilder toJson(Repainting repainting) {
        return Json.createObjectBuilder()
                .add("session", repainting.session().toString())
                .add("state", repainting.state().name().toLowerCase(Locale.ROOT))
                .add("done", repainting.done())
                .add("total", repainting.total());
    }
}
