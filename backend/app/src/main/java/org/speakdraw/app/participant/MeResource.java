package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;

/** Oneself: {@code /api/me}. */
@Path("/me")
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {

    @Inject
    Participants participants;

    @Inject
    HttpServletRequest request;

    /** What is known about the caller; {@code id} is null without a cookie. */
    @GET
    public Response show() {
        Optional<UUID> id = VisitorCredentials.participantOf(request);
        JsonObject answer = id.map(known -> participants.find(known).toJson()).orElseGet(MeResource::nobody);
        return Response.ok(answer).header("Cache-Control", "no-store").build();
    }

    private static JsonObject nobody() {
        return Json.createObjectBuilder(Participant.unknown(new UUID(0, 0)).toJson())
                .add("id", JsonValue.NULL)
                .build();
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rename(String body) {
        String name = nameIn(body);
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request);
        return Response.ok(participants.rename(visitor.participant(), name).toJson())
                .cookie(visitor.cookie(request))
                .build();
    }

    @DELETE
    public Response delete() {
        VisitorCredentials.participantOf(request).ifPresent(participants::delete);
        return Response.noContent()
                .cookie(VisitorCredentials.forgotten(request))
                .build();
    }

    /** A ZIP file of all that is kept. It is made first and sent then: a slow client must not hold the database. */
    @GET
    @Path("/export")
    @Produces("application/zip")
    public Response export() throws IOException {
        UUID id = VisitorCredentials.requireParticipant(request);
        java.nio.file.Path file = Files.createTempFile("speakdraw-export", ".zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            participants.export(id, out);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
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

    /** A name of a person or a classroom, trimmed. */
    static String nameIn(String body) {
        JsonObject json = JsonText.readObject(body, ApiError.REQUEST_INVALID);
        String name =
                json.get("name") instanceof JsonString text ? text.getString().strip() : "";
        if (name.isEmpty() || name.length() > Participants.MAX_NAME_LENGTH || name.indexOf('\0') >= 0) {
            String detail = "must be a text of 1 to " + Participants.MAX_NAME_LENGTH + " characters";
            throw new RequestException(
                    ApiError.REQUEST_INVALID, "\"name\" " + detail + ".", List.of(new PropertyError("name", detail)));
        }
        return name;
    }
}
