package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.AdministratorAccess;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.OperatorCredentials;
import org.speakdraw.app.platform.PathIds;
import org.speakdraw.app.platform.RequestException;

/** What an administrator does about pictures that were handed in: {@code /api/moderation/works}. */
@Path("/moderation/works")
@Produces(MediaType.APPLICATION_JSON)
public class WorkModerationResource {

    @Inject
    WorkModeration moderation;

    @Inject
    LiveClassrooms lessons;

    @Inject
    AdministratorAccess administrators;

    @Inject
    HttpServletRequest request;

    /** The latest first, at most 100. */
    record WorksOnServerView(List<WorkOnServer> works) {}

    /**
     * What was handed in.
     *
     * @param before only what came before this time, ISO 8601 in UTC; missing for the latest
     */
    @GET
    @APIResponseSchema(
            value = WorksOnServerView.class,
            responseCode = "200",
            responseDescription = "What was handed in, the latest first")
    public Response list(@QueryParam("before") @Nullable String before) {
        requireAdministrator();
        Instant end = before == null ? Instant.MAX : timeOf(before);
        return Response.ok(new WorksOnServerView(moderation.before(end)))
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("/{id}")
    @Produces("image/jpeg")
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content = @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response picture(@PathParam("id") String id) {
        requireAdministrator();
        return Response.ok(moderation.picture(idOf(id)))
                .header("Cache-Control", "private, no-store")
                .build();
    }

    /** Deletes the picture for good. */
    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response remove(@PathParam("id") String id) {
        requireAdministrator();
        UUID work = idOf(id);
        UUID classroom = moderation.remove(work);
        lessons.find(classroom).ifPresent(LiveClassroom::worksChanged);
        AuditLog.done(Optional.empty(), Action.DELETED, Subject.PICTURE, work + " of classroom " + classroom);
        return Response.noContent().build();
    }

    private void requireAdministrator() {
        OperatorCredentials.requireAdministrator(administrators, request);
    }

    private static Instant timeOf(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID, "\"before\" must be a time such as 2026-03-01T09:30:00Z.");
        }
    }

    private static UUID idOf(String text) {
        return PathIds.parse(text, ApiError.WORK_UNKNOWN, "There is no such picture among those handed in.");
    }
}
