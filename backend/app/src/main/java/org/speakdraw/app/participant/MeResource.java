package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.safety.WordFilter;

/** The caller: {@code /api/me}. */
@Path("/me")
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {

    @Inject
    Participants participants;

    @Inject
    SavingLimits limits;

    @Inject
    PersonalExports exports;

    @Inject
    WordFilter words;

    @Inject
    HttpServletRequest request;

    /** What is known about the caller; {@code id} is null without a cookie. */
    @GET
    @APIResponseSchema(value = ParticipantView.class, responseCode = "200", responseDescription = "The caller")
    public Response show() {
        ParticipantView answer = VisitorCredentials.participantOf(request)
                .map(participants::find)
                .map(ParticipantView::of)
                .orElseGet(ParticipantView::nobody);
        return Response.ok(answer).header("Cache-Control", "no-store").build();
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(
            value = ParticipantView.class,
            responseCode = "200",
            responseDescription = "The caller under the new name")
    public Response rename(NameRequest body) {
        words.requireFit(body.name());
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request, limits);
        return Response.ok(ParticipantView.of(participants.rename(visitor.participant(), body.name())))
                .cookie(visitor.cookies(request))
                .build();
    }

    @DELETE
    @APIResponse(responseCode = "204", description = "Done")
    public Response delete() {
        VisitorCredentials.participantOf(request).ifPresent(id -> {
            participants.delete(id);
            AuditLog.done(Optional.of(id), Action.DELETED, Subject.PARTICIPANT, id);
        });
        return Response.noContent()
                .cookie(VisitorCredentials.forgotten(request))
                .build();
    }

    /** A ZIP file of everything that is kept, sent as it is read. */
    @GET
    @Path("/export")
    @Produces("application/zip")
    @APIResponse(
            responseCode = "200",
            description = "All that is kept",
            content =
                    @Content(
                            mediaType = "application/zip",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response export() {
        UUID id = VisitorCredentials.requireParticipant(request);
        PersonalExports.Turn turn = exports.begin(id);
        try {
            // While the database is away that is said before anything is sent.
            participants.settle();
        } catch (RuntimeException | Error e) {
            turn.close();
            throw e;
        }
        AuditLog.done(Optional.of(id), Action.EXPORTED, Subject.PARTICIPANT, id);
        StreamingOutput sending = out -> {
            try (turn) {
                participants.export(id, out);
            }
        };
        return answer(Response.ok(sending));
    }

    /** As {@link #export} without a body, for which nothing is read: its turn would never end. */
    @HEAD
    @Path("/export")
    @Produces("application/zip")
    public Response describeExport() {
        VisitorCredentials.requireParticipant(request);
        return answer(Response.ok());
    }

    private static Response answer(Response.ResponseBuilder response) {
        return response.header("Content-Disposition", "attachment; filename=\"speakdraw.zip\"")
                .header("Cache-Control", "no-store")
                .build();
    }
}
