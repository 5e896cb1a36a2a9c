package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
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
import java.nio.charset.StandardCharsets;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** The caller's presets as a file: {@code /api/presets/file}. */
@Path("/presets/file")
@Produces(MediaType.APPLICATION_JSON)
public class PresetFileResource {

    private static final int MAX_BYTES = 20 << 20;

    @Inject
    PresetFile file;

    @Inject
    Presets presets;

    @Inject
    HttpServletRequest request;

    /** All presets that the caller owns. */
    @GET
    public Response download() {
        return Response.ok(file.write(presets.owned(VisitorCredentials.requireParticipant(request))))
                .header("Content-Disposition", "attachment; filename=\"speakdraw-presets.json\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Adds the presets of a file to the caller's own: all of them, or none. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response upload(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new RequestException(ApiError.MESSAGE_TOO_LARGE, "A preset file may have " + MAX_BYTES + " bytes.");
        }
        PresetFile.Content content = file.read(new String(bytes, StandardCharsets.UTF_8));
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request);
        presets.createAll(visitor.participant(), content.entries());
        JsonObject answer = Json.createObjectBuilder()
                .add("imported", content.entries().size())
                .add("notes", Json.createArrayBuilder(content.notes()))
                .build();
        return Response.status(Response.Status.CREATED)
                .entity(answer)
                .cookie(visitor.cookie(request))
                .build();
    }

    @GET
    @Path("/schema.json")
    @Produces("application/schema+json")
    public String schema() {
        return file.schema();
    }
}
