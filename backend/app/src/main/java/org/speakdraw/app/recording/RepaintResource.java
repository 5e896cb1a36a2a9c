package org.speakdraw.app.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.stream.session.SessionIds;
import org.speakdraw.app.stream.session.SessionOrigin;

/**
 * Repainting: {@code POST /api/sessions/{recorded}/repaint} begins it; its progress and its end are at the new
 * session's own {@code /repaint}.
 */
@Path("/sessions/{id}/repaint")
@Produces(MediaType.APPLICATION_JSON)
public class RepaintResource {

    @Inject
    TimelineStore store;

    @Inject
    Repainter repainter;

    @Inject
    Participants participants;

    @Inject
    HttpServletRequest request;

    /**
     * What is asked for.
     *
     * @param settings that are to differ from the recording
     * @param bundle   to paint with; empty: the active one
     */
    record Order(Optional<ObjectNode> settings, Optional<String> bundle) {}

    /**
     * How a repainting stands.
     *
     * @param session where the new recording is made
     * @param done    frames that are painted, of {@code total}
     * @param token   of the session, told once
     */
    record Progress(UUID session, String state, long done, int total, Optional<String> token) {

        static Progress of(Repainting repainting, Optional<String> token) {
            return new Progress(
                    repainting.session(),
                    repainting.state().name().toLowerCase(Locale.ROOT),
                    repainting.done(),
                    repainting.total(),
                    token);
        }
    }

    /** {@code {"settings": {"prompt": "a wolf", "steps": 2}, "bundle": "pocket"}}, both optional. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(
            value = Progress.class,
            responseCode = "202",
            responseDescription = "It has begun; the token is for watching it")
    public Response start(@PathParam("id") String id, Order order) {
        RecordingCredentials credentials = RecordingCredentials.of(request);
        UUID original = SessionIds.parse(id);
        Timeline timeline = store.timeline(original, credentials);
        SessionOrigin origin = SessionOrigin.of(request.getRemoteAddr(), credentials.participant(), participants);
        ObjectNode settings = order.settings().orElseGet(Json.mapper()::createObjectNode);
        Repainter.Begun begun = repainter.start(timeline, origin, settings, order.bundle());
        AuditLog.done(credentials.participant(), AuditLog.Action.REPAINTED, AuditLog.Subject.RECORDING, original);
        return Response.accepted(Progress.of(begun.repainting(), Optional.of(begun.token())))
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @APIResponseSchema(value = Progress.class, responseCode = "200", responseDescription = "How far it is")
    public Response progress(@PathParam("id") String id) {
        return Response.ok(Progress.of(require(id), Optional.empty()))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Ends it; what was painted stays. */
    @DELETE
    @APIResponse(responseCode = "204", description = "Done")
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
}
