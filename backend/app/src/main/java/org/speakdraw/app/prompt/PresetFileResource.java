package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.participant.SavingLimits;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.AdministratorAccess;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.OperatorCredentials;

/** The caller's presets as a file: {@code /api/presets/file}. */
@Path("/presets/file")
@Produces(MediaType.APPLICATION_JSON)
public class PresetFileResource {

    @Inject
    PresetFile file;

    @Inject
    Presets presets;

    @Inject
    PresetImports imports;

    @Inject
    SavingLimits limits;

    @Inject
    AdministratorAccess administrators;

    @Inject
    HttpServletRequest request;

    /** All presets that the caller owns. */
    @GET
    @APIResponseSchema(value = PresetFile.Document.class, responseCode = "200", responseDescription = "The file")
    public Response download() {
        return Response.ok(file.write(presets.owned(VisitorCredentials.requireParticipant(request))))
                .header("Content-Disposition", "attachment; filename=\"speakdraw-presets.json\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Adds the presets of a file to the caller's own: all of them, or none. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = Imported.class, responseCode = "201", responseDescription = "They are added")
    public Response upload(InputStream body) throws IOException {
        String importer = VisitorCredentials.participantOf(request)
                .map(UUID::toString)
                .orElseGet(() -> ClientAddress.networkOf(request.getRemoteAddr()));
        String address = request.getRemoteAddr();
        return imports.alone(importer, () -> add(file.read(body, index -> limits.importedPreset(address, index))));
    }

    private Response add(PresetFile.Content content) {
        int count = content.entries().size();
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request, limits);
        presets.createAll(
                visitor.participant(),
                content.entries(),
                OperatorCredentials.areAdministrators(administrators, request));
        AuditLog.done(Optional.of(visitor.participant()), Action.IMPORTED, Subject.PRESET, count);
        return Response.status(Response.Status.CREATED)
                .entity(new Imported(count, content.notes()))
                .cookie(visitor.cookies(request))
                .build();
    }

    /**
     * Answer to an import.
     *
     * @param imported how many presets
     * @param notes    what had to be left out of them
     */
    record Imported(int imported, List<String> notes) {}

    @GET
    @Path("/schema.json")
    @Produces("application/schema+json")
    public String schema() {
        return file.schema();
    }
}
