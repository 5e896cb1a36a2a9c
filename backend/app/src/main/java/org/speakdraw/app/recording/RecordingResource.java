package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.BodyLimits;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.app.stream.session.SessionIds;
import org.speakdraw.app.stream.wire.RequestCredentials;

/** The switch of a live session's recording: {@code /api/sessions/{id}/recording}. */
@Path("/sessions/{id}/recording")
@Produces(MediaType.APPLICATION_JSON)
public class RecordingResource {

    private static final double DEFAULT_RATE = 2;

    @Inject
    LiveSessions sessions;

    @Inject
    Recorder recorder;

    @Inject
    HttpServletRequest request;

    /**
     * What is to be recorded.
     *
     * @param rate  key frames a second at most
     * @param input whether what comes from the camera or the sheet is kept too; only if that was chosen
     */
    record Options(Optional<Double> rate, Optional<Boolean> input) {}

    /** Whether a session is being recorded, and what of it. */
    record State(boolean on, double rate, boolean input) {

        static State of(RecordingState state) {
            return new State(state.on(), state.rate(), state.input());
        }
    }

    /** Switches recording on: {@code {"rate": 2, "input": false}}, both optional, and the body as well. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @APIResponseSchema(value = State.class, responseCode = "201", responseDescription = "It is recorded")
    public Response start(@PathParam("id") String id, InputStream body) throws IOException {
        LiveSession session = require(id);
        Options options = optionsIn(body);
        recorder.start(
                session, options.rate().orElse(DEFAULT_RATE), options.input().orElse(false));
        AuditLog.done(
                VisitorCredentials.participantOf(request),
                AuditLog.Action.CREATED,
                AuditLog.Subject.RECORDING,
                session.id());
        return Response.status(Response.Status.CREATED)
                .entity(State.of(session.recording()))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Switches recording off; what was kept stays. */
    @DELETE
    @APIResponse(responseCode = "204", description = "Done")
    public Response stop(@PathParam("id") String id) {
        recorder.stop(require(id));
        return Response.noContent().build();
    }

    private LiveSession require(String id) {
        return sessions.require(SessionIds.parse(id), RequestCredentials.of(request));
    }

    private static Options optionsIn(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(BodyLimits.OTHERS + 1);
        if (bytes.length > BodyLimits.OTHERS) {
            throw new RequestException(
                    ApiError.MESSAGE_TOO_LARGE, "The body may have " + BodyLimits.OTHERS + " bytes.");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Json.read(text.isBlank() ? "{}" : text, Options.class, ApiError.REQUEST_INVALID);
    }
}
