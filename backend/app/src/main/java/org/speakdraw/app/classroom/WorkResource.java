package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
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

/** What was handed in: {@code /api/classrooms/{id}/works}. */
@Path("/classrooms/{id}/works")
@Produces(MediaType.APPLICATION_JSON)
public class WorkResource {

    private static final System.Logger LOG = System.getLogger(WorkResource.class.getName());

    @Inject
    HandedInWorks works;

    @Inject
    WorkExports exports;

    @Inject
    LiveClassrooms lessons;

    @Inject
    HttpServletRequest request;

    /**
     * A picture that was handed in.
     *
     * @param picture where its JPEG is
     * @param own     whether it is the caller's
     */
    public record WorkView(UUID id, String name, String prompt, Instant handedInAt, String picture, boolean own) {

        private static WorkView of(UUID classroom, HandedInWork work, UUID viewer) {
            return new WorkView(
                    work.id(),
                    work.name(),
                    work.prompt(),
                    work.handedInAt(),
                    "/api/classrooms/" + classroom + "/works/" + work.id(),
                    work.student().equals(viewer));
        }
    }

    /** Those that the caller may see: a teacher all, a student the own ones. */
    public record WorksView(List<WorkView> works) {}

    /** Keeps the picture that the caller, a student, sees. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @APIResponseSchema(value = WorkView.class, responseCode = "201", responseDescription = "What is kept")
    public Response handIn(@PathParam("id") String id) {
        UUID classroom = ClassroomIds.parse(id);
        UUID caller = caller();
        WorkView kept = WorkView.of(classroom, works.handIn(classroom, caller), caller);
        tellTeacher(classroom);
        return Response.status(Response.Status.CREATED).entity(kept).build();
    }

    @GET
    @APIResponseSchema(value = WorksView.class, responseCode = "200", responseDescription = "What was handed in")
    public Response list(@PathParam("id") String id) {
        UUID classroom = ClassroomIds.parse(id);
        UUID caller = caller();
        List<WorkView> seen = works.list(classroom, caller).stream()
                .map(work -> WorkView.of(classroom, work, caller))
                .toList();
        return Response.ok(new WorksView(seen))
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("/{work}")
    @Produces("image/jpeg")
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content = @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response picture(@PathParam("id") String id, @PathParam("work") String work) {
        byte[] jpeg = works.picture(ClassroomIds.parse(id), caller(), idOf(work));
        return Response.ok(jpeg).header("Cache-Control", "private, no-store").build();
    }

    @DELETE
    @Path("/{work}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response delete(@PathParam("id") String id, @PathParam("work") String work) {
        UUID classroom = ClassroomIds.parse(id);
        works.delete(classroom, caller(), idOf(work));
        tellTeacher(classroom);
        return Response.noContent().build();
    }

    @DELETE
    @APIResponse(responseCode = "204", description = "Done")
    public Response deleteAll(@PathParam("id") String id) {
        UUID classroom = ClassroomIds.parse(id);
        UUID caller = caller();
        works.deleteAll(classroom, caller);
        tellTeacher(classroom);
        AuditLog.done(Optional.of(caller), Action.CHANGED, Subject.CLASSROOM, classroom + " (works deleted)");
        return Response.noContent().build();
    }

    /** As {@link #file} without a body, for which no file is made: it would wait for somebody to take it. */
    @HEAD
    @Path("/file")
    @Produces({"application/zip", "application/pdf"})
    @APIResponse(responseCode = "200", description = "There is something to export")
    public Response describeFile(@PathParam("id") String id) {
        works.gallery(ClassroomIds.parse(id), caller());
        return Response.ok().header("Cache-Control", "no-store").build();
    }

    /** All of it as one file, for the teacher: {@code zip} of the pictures, or {@code pdf} with all on sheets. */
    @GET
    @Path("/file")
    @Produces({"application/zip", "application/pdf"})
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(mediaType = "application/zip", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "application/pdf", schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response file(
            @PathParam("id") String id,
            @QueryParam("format") @DefaultValue("zip") String format,
            @QueryParam("names") @DefaultValue("false") boolean names)
            throws IOException {
        UUID classroom = ClassroomIds.parse(id);
        UUID caller = caller();
        WorkExports.Format wanted = WorkExports.Format.of(format);
        HandedInWorks.Gallery gallery = works.gallery(classroom, caller);
        AuditLog.done(Optional.of(caller), Action.EXPORTED, Subject.CLASSROOM, classroom);
        java.nio.file.Path file = exports.make(gallery, wanted, names);
        return Response.ok(sending(file))
                .type(wanted.mediaType())
                .header("Content-Disposition", "attachment; filename=\"speakdraw-class." + format + "\"")
                .header("Content-Length", Files.size(file))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Made completely before it is sent: so a slow client takes up nothing but its own thread, and room on the disk. */
    private static StreamingOutput sending(java.nio.file.Path file) {
        return out -> {
            try {
                Files.copy(file, out);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A client hung up during a download");
            } finally {
                Files.deleteIfExists(file);
            }
        };
    }

    private void tellTeacher(UUID classroom) {
        lessons.refresh(classroom);
    }

    private UUID caller() {
        return VisitorCredentials.requireParticipant(request);
    }

    private static UUID idOf(String text) {
        return PathIds.parse(text, ApiError.WORK_UNKNOWN, "There is no such picture among those handed in.");
    }
}
