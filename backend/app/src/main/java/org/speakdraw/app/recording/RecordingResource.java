package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.JsonText;
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

    /** Switches recording on: {@code {"rate": 2, "input": false}}, both optional. */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response start(@PathParam("id") String id, String body) {
        LiveSession session = require(id);
        JsonObject options =
                body.isBlank() ? JsonValue.EMPTY_JSON_OBJECT : JsonText.readObject(body, ApiError.REQUEST_INVALID);
        recorder.start(session, rateIn(options), inputIn(options));
        return Response.status(Response.Status.CREATED)
                .entity(toJson(session.recording()))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Switches recording off; what was kept stays. */
    @DELETE
    public Response stop(@PathParam("id") String id) {
        recorder.stop(require(id));
        return Response.noContent().build();
    }

    private LiveSession require(String id) {
        return sessions.require(SessionIds.parse(id), RequestCredentials.of(request));
    }

    private static double rateIn(JsonObject options) {
        JsonValue rate = options.getOrDefault("rate", Json.createValue(DEFAULT_RATE));
        if (rate instanceof JsonNumber number) {
            return number.doubleValue();
        }
        throw new RequestException(ApiError.REQUEST_INVALID, "\"rate\" must be a number.");
    }

    /** Input is kept only when that was chosen. */
    private static boolean inputIn(JsonObject options) {
        JsonValue input = options.getOrDefault("input", JsonValue.FALSE);
        if (input.equals(JsonValue.TRUE) || input.equals(JsonValue.FALSE)) {
            return input.equals(JsonValue.TRUE);
        }
        throw new RequestException(ApiError.REQUEST_INVALID, "\"input\" must be true or false.");
    }

    private static JsonObject toJson(RecordingState state) {
        return Json.createObjectBuilder()
                .add("on", state.on())
                .add("rate", state.rate())
                .add("input", state.input())
                .build();
    }
}
