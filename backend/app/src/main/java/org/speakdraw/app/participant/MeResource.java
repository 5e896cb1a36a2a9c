package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
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

/** The caller: {@code /api/me}. */
@Path("/me")
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {

    @Inject
    Participants participants;

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
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request);
        return Response.ok(ParticipantView.of(participants.rename(visitor.participant(), body.name())))
                .cookie(visitor.cookie(request))
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

    /** A ZIP file of everything that is kept. It is written to disk first: a slow client must not hold the database. */
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
    public Response export() throws IOException {
        UUID id = VisitorCredentials.requireParticipant(request);
        java.nio.file.Path file = Files.createTempFile("speakdraw-export", ".zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            participants.export(id, out);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        AuditLog.done(Optional.of(id), Action.EXPORTED, Subject.PARTICIPANT, id);
        StreamingOutput sending = out -> {
            try {
                Files.copy(file, out);
            } finally {
                Files.deleteIfExists(file);
            }
        };
        return Response.ok(sending)
                .header("Content-Length", Files.size(file))
                .header("Content-Disposition", "attachment; filename=\"speakdraw.zip\"")
                .header("Cache-Control", "no-store")
                .build();
    }
}
