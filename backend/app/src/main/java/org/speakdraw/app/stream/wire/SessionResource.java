package org.speakdraw.app.stream.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.app.stream.session.SessionOrigin;

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

    /**
     * What a session is opened with.
     *
     * @param settings that differ from the defaults
     */
    public record OpenRequest(@Nullable ObjectNode settings) {}

    /** A session that was opened. */
    public record Opened(UUID id, String token, ObjectNode settings, Urls urls) {}

    /** Where it is. */
    public record Urls(String self, String socket, String stream) {

        static Urls of(UUID id) {
            return new Urls("/api/sessions/" + id, "/ws/sessions/" + id, "/api/sessions/" + id + "/stream");
        }
    }

    /** How a session is. */
    public record Shown(UUID id, ObjectNode settings, boolean connected, SessionStats stats) {}

    /** A view-only address. */
    public record Shared(String url) {}

    /** Opens a session; an empty body takes the defaults. */
    @POST
    @APIResponseSchema(value = Opened.class, responseCode = "201", responseDescription = "The new session")
    public Response open(OpenRequest wanted) {
        Optional<VisitorCredentials> visitor =
                participants.kept() ? Optional.of(VisitorCredentials.knownOrNew(request)) : Optional.empty();
        ObjectNode changes = Optional.ofNullable(wanted.settings()).orElseGet(JsonNodeFactory.instance::objectNode);
        LiveSessions.Opened opened = RequestCredentials.audited(request, () -> sessions.open(origin(visitor), changes));
        LiveSession session = opened.session();
        Urls urls = Urls.of(session.id());
        Response.ResponseBuilder response = Response.created(URI.create(urls.self()))
                .entity(new Opened(session.id(), opened.token(), schema.toJson(session.settings()), urls))
                .header("Cache-Control", "no-store")
                .cookie(cookie(opened.token(), urls.self()), cookie(opened.token(), urls.socket()));
        visitor.ifPresent(known -> response.cookie(known.cookies(request)));
        return response.build();
    }

    private SessionOrigin origin(Optional<VisitorCredentials> visitor) {
        return SessionOrigin.of(request.getRemoteAddr(), visitor.map(VisitorCredentials::participant), participants);
    }

    @GET
    @Path("/{id}")
    public Shown show(@PathParam("id") String id) {
        LiveSession session = require(id);
        return new Shown(session.id(), schema.toJson(session.settings()), session.connected(), session.stats());
    }

    @PATCH
    @Path("/{id}/settings")
    @Consumes(MediaType.APPLICATION_JSON)
    public ObjectNode change(@PathParam("id") String id, ObjectNode changes) {
        return schema.toJson(sessions.change(require(id), changes));
    }

    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response end(@PathParam("id") String id) {
        sessions.end(require(id), DisconnectReason.DELETED);
        return Response.noContent().build();
    }

    @POST
    @Path("/{id}/share")
    @APIResponseSchema(value = Shared.class, responseCode = "201", responseDescription = "The address for others")
    public Response share(@PathParam("id") String id) {
        LiveSession session = require(id);
        String url = Urls.of(session.id()).stream() + "?view=" + sessions.share(session);
        return Response.created(URI.create(url))
                .entity(new Shared(url))
                .header("Cache-Control", "no-store")
                .build();
    }

    @DELETE
    @Path("/{id}/share")
    @APIResponse(responseCode = "204", description = "Done")
    public Response unshare(@PathParam("id") String id) {
        sessions.unshare(require(id));
        return Response.noContent().build();
    }

    private LiveSession require(String id) {
        return RequestCredentials.require(sessions, id, request);
    }

    private NewCookie cookie(String token, String path) {
        return new NewCookie.Builder(RequestCredentials.COOKIE)
                .value(token)
                .path(path)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
