package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.platform.AdministratorAccess;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.OperatorCredentials;
import org.speakdraw.app.platform.PathIds;

/** What an administrator decides about presets: {@code /api/moderation/presets}. */
@Path("/moderation/presets")
@Produces(MediaType.APPLICATION_JSON)
public class ModerationResource {

    @Inject
    PresetModeration moderation;

    @Inject
    AdministratorAccess administrators;

    @Inject
    HttpServletRequest request;

    /** What waits, the oldest first. */
    record WaitingView(List<WaitingPreset> presets) {}

    @GET
    @APIResponseSchema(value = WaitingView.class, responseCode = "200", responseDescription = "What waits")
    public Response waiting() {
        requireAdministrator();
        return Response.ok(new WaitingView(moderation.waiting()))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Shows the preset to everybody. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @APIResponse(responseCode = "204", description = "Done")
    public Response approve(@PathParam("id") String id) {
        requireAdministrator();
        moderation.approve(idOf(id));
        AuditLog.done(Optional.empty(), Action.APPROVED, Subject.PRESET, id);
        return Response.noContent().build();
    }

    /** Leaves the preset to its owner alone, whoever saw it before. */
    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response refuse(@PathParam("id") String id) {
        requireAdministrator();
        moderation.refuse(idOf(id));
        AuditLog.done(Optional.empty(), Action.CHANGED, Subject.PRESET, id + " to visibility mine");
        return Response.noContent().build();
    }

    private void requireAdministrator() {
        OperatorCredentials.requireAdministrator(administrators, request);
    }

    private static UUID idOf(String text) {
        return PathIds.parse(text, ApiError.PRESET_UNKNOWN, "There is no such preset.");
    }
}
