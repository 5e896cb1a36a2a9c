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
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import org.speakdraw.app.safety.ReportReason;

/** What was reported in classes and no teacher has answered: {@code /api/moderation/pictures}; for administrators. */
@Path("/moderation/pictures")
@Produces(MediaType.APPLICATION_JSON)
public class PictureModerationResource {

    @Inject
    PictureReports reports;

    @Inject
    LiveClassrooms lessons;

    @Inject
    AdministratorAccess administrators;

    @Inject
    HttpServletRequest request;

    /**
     * A page, the oldest first.
     *
     * @param next for {@code after}; null on the last page
     */
    @JsonInclude(Include.ALWAYS)
    record PageView(List<UnansweredPicture> pictures, Optional<String> next) {}

    /**
     * A picture that everybody in a class was shown, without whose it is.
     *
     * @param reasons how many people had which
     * @param hidden  whether the class is shown no pictures of the student until it is decided
     */
    record UnansweredPicture(
            UUID id, UUID classroom, Map<ReportReason, Integer> reasons, boolean hidden, Instant since) {

        private static UnansweredPicture of(ReportedPicture reported) {
            return new UnansweredPicture(
                    reported.id(), reported.classroom(), reported.reasons(), reported.hidden(), reported.since());
        }
    }

    /** What was reported. */
    @GET
    @APIResponseSchema(value = PageView.class, responseCode = "200", responseDescription = "What is to be decided")
    public Response list(
            @QueryParam("after") @DefaultValue("") String after, @QueryParam("limit") @DefaultValue("24") int limit) {
        requireAdministrator();
        PictureReports.Page page =
                reports.unanswered(Optional.of(after).filter(each -> !each.isEmpty()), PageCursor.checkLimit(limit));
        PageView view = new PageView(
                page.pictures().stream().map(UnansweredPicture::of).toList(),
                page.next().map(PageCursor::encode));
        return Response.ok(view).header("Cache-Control", "no-store").build();
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
        return Response.ok(reports.picture(idOf(id)))
                .header("Cache-Control", "private, no-store")
                .build();
    }

    /** Decided: the picture and its reports are deleted for good. */
    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response settle(@PathParam("id") String id) {
        requireAdministrator();
        UUID picture = idOf(id);
        UUID classroom = reports.settle(picture);
        lessons.refresh(classroom);
        AuditLog.done(Optional.empty(), Action.DELETED, Subject.PICTURE, picture + " of classroom " + classroom);
        return Response.noContent().build();
    }

    private void requireAdministrator() {
        OperatorCredentials.requireAdministrator(administrators, request);
    }

    private static UUID idOf(String text) {
        return PathIds.parse(text, ApiError.REPORT_UNKNOWN, "There is no such picture among those reported.");
    }
}
