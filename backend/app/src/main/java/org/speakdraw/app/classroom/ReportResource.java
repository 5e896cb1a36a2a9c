package org.speakdraw.app.classroom;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.PathIds;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.ModeratedPreset;
import org.speakdraw.app.prompt.PresetDecision;
import org.speakdraw.app.prompt.PresetModeration;
import org.speakdraw.app.safety.Decision;
import org.speakdraw.app.safety.ReportReason;

/** What students report to their teacher: {@code /api/classrooms/{id}/reports}. */
@Path("/classrooms/{id}/reports")
@Produces(MediaType.APPLICATION_JSON)
public class ReportResource {

    @Inject
    PictureReports reports;

    @Inject
    PresetModeration presets;

    @Inject
    LiveClassrooms lessons;

    @Inject
    HttpServletRequest request;

    /** What the teacher decides about, the oldest first. */
    record ReportsView(List<ReportedPreset> presets, List<ReportedView> pictures) {}

    /**
     * A preset that a student shares with the class.
     *
     * @param picture address of its thumbnail; null without one
     * @param reasons how many people had which
     * @param hidden  whether others do not see it until it is decided
     * @param version for the decision
     */
    @JsonInclude(Include.ALWAYS)
    record ReportedPreset(
            UUID id,
            String name,
            String prompt,
            Optional<String> picture,
            Map<ReportReason, Integer> reasons,
            boolean hidden,
            Instant since,
            Instant version) {

        private static ReportedPreset of(ModeratedPreset preset) {
            return new ReportedPreset(
                    preset.id(),
                    preset.name(),
                    preset.prompt(),
                    preset.thumbnailEtag().map(etag -> "/api/presets/" + preset.id() + "/thumbnail?v=" + etag),
                    preset.reasons(),
                    preset.hidden(),
                    preset.since(),
                    preset.version());
        }
    }

    /**
     * A student's picture that everybody was shown.
     *
     * @param name    of the student
     * @param picture address of the JPEG
     * @param reasons how many people had which
     * @param hidden  whether nobody else is shown the student's pictures until it is decided
     */
    record ReportedView(
            UUID id, String name, String picture, Map<ReportReason, Integer> reasons, boolean hidden, Instant since) {

        private static ReportedView of(ReportedPicture reported) {
            return new ReportedView(
                    reported.id(),
                    reported.name(),
                    "/api/classrooms/" + reported.classroom() + "/reports/pictures/" + reported.id(),
                    reported.reasons(),
                    reported.hidden(),
                    reported.since());
        }
    }

    /** A student thinks that others should not be shown the picture in the spotlight. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Noted")
    public Response report(@PathParam("id") String id, SpotlightReport body) {
        UUID classroom = ClassroomIds.parse(id);
        UUID caller = caller();
        ReportReason reason = ReportReason.of(body.reason());
        int seat = body.seatNumber();
        reports.admit(classroom, caller);
        PictureReports.Spotlit shown = lessons.find(classroom)
                .orElseThrow(() -> new RequestException(ApiError.PICTURE_MISSING, "There is no lesson now."))
                .spotlit(seat);
        reports.report(classroom, caller, shown, reason);
        AuditLog.done(Optional.of(caller), Action.REPORTED, Subject.PICTURE, "in classroom " + classroom);
        lessons.refresh(classroom);
        return Response.noContent().build();
    }

    @GET
    @APIResponseSchema(value = ReportsView.class, responseCode = "200", responseDescription = "What is to be decided")
    public Response list(@PathParam("id") String id) {
        UUID classroom = ClassroomIds.parse(id);
        List<ReportedView> pictures =
                reports.list(classroom, caller()).stream().map(ReportedView::of).toList();
        List<ReportedPreset> shared =
                presets.reportedIn(classroom).stream().map(ReportedPreset::of).toList();
        return Response.ok(new ReportsView(shared, pictures))
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("/pictures/{picture}")
    @Produces("image/jpeg")
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content = @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response picture(@PathParam("id") String id, @PathParam("picture") String picture) {
        byte[] jpeg = reports.picture(ClassroomIds.parse(id), caller(), pictureOf(picture));
        return Response.ok(jpeg).header("Cache-Control", "private, no-store").build();
    }

    /** Lets the picture be, or takes the student's pictures away as {@code black-out} does. Either way none is kept. */
    @PUT
    @Path("/pictures/{picture}")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Done")
    public Response decidePicture(
            @PathParam("id") String id, @PathParam("picture") String picture, Decision.Request body) {
        UUID classroom = ClassroomIds.parse(id);
        Decision decision = body.parsed();
        if (decision == Decision.REMOVE) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID, "\"decision\" must be keep or hide: the picture is deleted either way.");
        }
        UUID student = reports.settle(classroom, caller(), pictureOf(picture));
        if (decision == Decision.HIDE) {
            lessons.find(classroom).ifPresent(lesson -> lesson.blackOut(student));
        }
        return decided(classroom);
    }

    /** Shows the preset to the class again, leaves it to its owner alone, or deletes it for good. */
    @PUT
    @Path("/presets/{preset}")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Done")
    public Response decidePreset(@PathParam("id") String id, @PathParam("preset") String preset, PresetDecision body) {
        UUID classroom = ClassroomIds.parse(id);
        UUID which = PathIds.parse(preset, ApiError.PRESET_UNKNOWN, "There is no such preset.");
        reports.decidePreset(classroom, caller(), which, body);
        return decided(classroom);
    }

    private Response decided(UUID classroom) {
        AuditLog.done(Optional.of(caller()), Action.CHANGED, Subject.CLASSROOM, classroom + " (report decided)");
        lessons.refresh(classroom);
        return Response.noContent().build();
    }

    private UUID caller() {
        return VisitorCredentials.requireParticipant(request);
    }

    private static UUID pictureOf(String text) {
        return PathIds.parse(text, ApiError.REPORT_UNKNOWN, "There is no such picture among those reported.");
    }
}
