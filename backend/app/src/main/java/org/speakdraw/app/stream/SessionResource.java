package org.speakdraw.app.stream;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.stream.SessionPeer.Farewell;

/** Sessions over HTTP: {@code /api/sessions}. */
@Path("/sessions")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

    @Inject
    LiveSessions sessions;

    @Inject
    SettingsSchema schema;

    @Inject
    Participants participants;

    @Inject
    HttpServletRequest request;

    /** Opens a session; an empty body takes the defaults. */
    @POST
    public Response open(String body) {
        Optional<VisitorCredentials> visitor =
                participants.kept() ? Optional.of(VisitorCredentials.knownOrNew(request)) : Optional.empty();
        LiveSessions.Opened opened = sessions.open(origin(visitor), settingsIn(body));
        UUID id = opened.session().id();
        JsonObject answer = Json.createObjectBuilder()
                .add("id", id.toString())
                .add("token", opened.token())
                .add("settings", JsonText.object(schema.toJson(opened.session().settings())))
                .add(
                        "urls",
                        Json.createObjectBuilder()
                                .add("self", self(id))
                                .add("socket", socket(id))
                                .add("stream", self(id) + "/stream"))
                .build();
        Response.ResponseBuilder response = Response.created(URI.create(self(id)))
                .entity(answer)
                .header("Cache-Control", "no-store")
                .cookie(cookie(opened.token(), self(id)), cookie(opened.token(), socket(id)));
        visitor.ifPresent(known -> response.cookie(known.cookie(request)));
        return response.build();
    }

    private SessionOrigin origin(Optional<VisitorCredentials> visitor) {
        Optional<UUID> participant = visitor.map(VisitorCredentials::participant);
        return new SessionOrigin(request.getRemoteAddr(), participant, participant.flatMap(this::classroomOf));
    }

    /** While the database is away everybody may paint; only the limit of the address counts then. */
    private Optional<UUID> classroomOf(UUID participant) {
        try {
            return participants.find(participant).classroom().map(Participant.Classroom::id);
        } catch (RequestException e) {
            return Optional.empty();
        }
    }

    @GET
    @Path("/{id}")
    public JsonObject show(@PathParam("id") String id) {
        LiveSession session = require(id);
        return Json.createObjectBuilder()
                .add("id", session.id().toString())
                .add("settings", JsonText.object(schema.toJson(session.settings())))
                .add("connected", session.connected())
                .add("stats", session.stats().toJson())
                .build();
    }

    @PATCH
    @Path("/{id}/settings")
    @Consumes(MediaType.APPLICATION_JSON)
    public JsonObject change(@PathParam("id") String id, String changes) {
        LiveSession session = require(id);
        return JsonText.object(
                schema.toJson(sessions.change(session, JsonText.readObject(changes, ApiError.REQUEST_INVALID))));
    }

    @DELETE
    @Path("/{id}")
    public Response end(@PathParam("id") String id) {
        sessions.end(require(id), Farewell.DELETED);
        return Response.noContent().build();
    }

    @POST
    @Path("/{id}/share")
    public Response share(@PathParam("id") String id) {
        LiveSession session = require(id);
        String url = self(session.id()) + "/stream?view=" + sessions.share(session);
        return Response.created(URI.create(url))
                .entity(Json.createObjectBuilder().add("url", url).build())
                .header("Cache-Control", "no-store")
                .build();
    }

    @DELETE
    @Path("/{id}/share")
    public Response unshare(@PathParam("id") String id) {
        sessions.unshare(require(id));
        return Response.noContent().build();
    }

    private LiveSession require(String id) {
        return sessions.require(SessionIds.parse(id), Credentials.of(request));
    }

    private static JsonObject settingsIn(String body) {
        JsonObject json =
                body.isBlank() ? JsonObject.EMPTY_JSON_OBJECT : JsonText.readObject(body, ApiError.REQUEST_INVALID);
        JsonValue settings = json.getOrDefault("settings", JsonObject.EMPTY_JSON_OBJECT);
        if (settings instanceof JsonObject object) {
            return object;
        }
        throw new RequestException(ApiError.REQUEST_INVALID, "\"settings\" must be an object.");
    }

    private NewCookie cookie(String token, String path) {
        return new NewCookie.Builder(Credentials.COOKIE)
                .value(token)
                .path(path)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    private static String self(UUID id) {
        return "/api/sessions/" + id;
    }

    private static String socket(UUID id) {
        return "/ws/sessions/" + id;
    }
}
