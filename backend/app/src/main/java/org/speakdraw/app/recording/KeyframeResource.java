package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.session.SessionIds;

/** A picture of a recording: {@code /api/sessions/{id}/keyframes/{number}}. */
@Path("/sessions/{id}/keyframes/{number: [0-9]{1,9}}")
public class KeyframeResource {

    @Inject
    TimelineStore store;

    @Inject
    HttpServletRequest request;

    /**
     * The JPEG as it was shown; its entity tag is the SHA-256 that was noted then. It never changes, but is deleted at
     * some time:
     * the owner's browser may keep it, yet asks whether it is still there before it shows it again, and nobody between
     * keeps it.
     */
    @GET
    @Produces("image/jpeg")
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content = @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response show(@PathParam("id") String id, @PathParam("number") int number, @Context Request conditions) {
        UUID session = SessionIds.parse(id);
        EntityTag tag = new EntityTag(store.sha256(session, number, RecordingCredentials.of(request))
                .orElseThrow(KeyframeResource::noPicture));
        Response.ResponseBuilder answer = conditions.evaluatePreconditions(tag);
        if (answer == null) {
            answer = Response.ok(store.jpeg(session, number).orElseThrow(KeyframeResource::noPicture));
        }
        return answer.tag(tag).header("Cache-Control", "private, no-cache").build();
    }

    private static RequestException noPicture() {
        return new RequestException(ApiError.RECORDING_UNKNOWN, "There is no such picture.");
    }
}
