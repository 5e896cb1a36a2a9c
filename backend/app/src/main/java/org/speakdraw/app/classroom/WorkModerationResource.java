package org.speakdraw.app.classroom;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.platform.AdministratorAccess;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.OperatorCredentials;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.PathIds;

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

    /**
     * A page, the latest first.
     *
     * @param next for {@code after}; null on the last page
     */
    @JsonInclude(Include.ALWAYS)
    record WorksOnServerView(List<WorkOnServer> works, Optional<String> next) {}

    /** What was handed in. */
    @GET
    @APIResponseSchema(
            value = WorksOnServerView.class,
            responseCode = "200",
            responseDescription = "What was handed in, the latest first")
    public Response list(
            @QueryParam("after") @DefaultValue("") String after, @QueryParam("limit") @DefaultValue("24") int limit) {
        requireAdministrator();
        WorkModeration.Page page =
                moderation.list(Optional.of(after).filter(each -> !each.isEmpty()), PageCursor.checkLimit(limit));
        return Response.ok(new WorksOnServerView(page.works(), page.next().map(PageCursor::encode)))
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
        lessons.refresh(classroom);
        AuditLog.done(Optional.empty(), Action.DELETED, Subject.PICTURE, work + " of classroom " + classroom);
        return Response.noContent().build();
    }

    private void requireAdministrator() {
        OperatorCredentials.requireAdministrator(administrators, request);
    }

    private static UUID idOf(String text) {
        return PathIds.parse(text, ApiError.WORK_UNKNOWN, "There is no such picture among those handed in.");
    }
}
