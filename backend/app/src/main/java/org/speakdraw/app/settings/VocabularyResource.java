package org.speakdraw.app.settings;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/** {@code GET /api/vocabulary}: the words that the active bundle knows, for a front end that completes them. */
@Path("/vocabulary")
public class VocabularyResource {

    @Inject
    DiffusionBundle bundle;

    /** Browsers may keep the words, but ask before they use them whether the server still paints with that bundle. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponse(
            responseCode = "200",
            description = "The words",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Vocabulary.class)))
    public Response words(@Context Request conditions) {
        Vocabulary vocabulary = Vocabulary.of(bundle);
        EntityTag tag = new EntityTag(Integer.toHexString(Objects.hash(bundle.id(), vocabulary)));
        Response.ResponseBuilder answer = conditions.evaluatePreconditions(tag);
        if (answer == null) {
            answer = Response.ok(vocabulary);
        }
        return answer.tag(tag).header("Cache-Control", "no-cache").build();
    }
}
