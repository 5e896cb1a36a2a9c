package org.speakdraw.app.stream.wire;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.session.ImagePrompts;
import org.speakdraw.app.stream.session.LiveSessions;

/** Images as prompts: one for a session, or up to four that are mixed. */
@Path("/sessions")
public class ImagePromptResource {

    @Inject
    LiveSessions sessions;

    @Inject
    HttpServletRequest request;

    /**
     * How much an image counts beside the others.
     *
     * @param weight 0..1
     */
    public record Weighing(@Nullable Double weight) {}

    /** Takes an image in place of all before. */
    @PUT
    @Path("/{id}/image-prompt")
    @Consumes({"image/jpeg", "image/png", "image/webp"})
    @APIResponse(responseCode = "204", description = "The pictures resemble it from now on")
    public Response showOnly(@PathParam("id") String id, byte[] file) {
        images(id).showOnly(file);
        return Response.noContent().build();
    }

    /** Takes all images away. */
    @DELETE
    @Path("/{id}/image-prompt")
    @APIResponse(responseCode = "204", description = "Done")
    public Response clear(@PathParam("id") String id) {
        images(id).clear();
        return Response.noContent().build();
    }

    /** Takes an image beside the others. */
    @PUT
    @Path("/{id}/image-prompts/{place}")
    @Consumes({"image/jpeg", "image/png", "image/webp"})
    @APIResponse(responseCode = "204", description = "The pictures resemble it, too, from now on")
    public Response show(
            @PathParam("id") String id,
            @PathParam("place") String place,
            @QueryParam("weight") @DefaultValue("1") String weight,
            byte[] file) {
        images(id).show(number(place), file, decimal(weight));
        return Response.noContent().build();
    }

    /** Changes how much an image counts beside the others. */
    @PATCH
    @Path("/{id}/image-prompts/{place}")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Done")
    public Response weigh(@PathParam("id") String id, @PathParam("place") String place, Weighing wanted) {
        double weight = Optional.ofNullable(wanted.weight())
                .orElseThrow(() -> new RequestException(ApiError.REQUEST_INVALID, "A weight is needed."));
        images(id).weigh(number(place), weight);
        return Response.noContent().build();
    }

    /** Takes one image away. */
    @DELETE
    @Path("/{id}/image-prompts/{place}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response clearPlace(@PathParam("id") String id, @PathParam("place") String place) {
        images(id).clear(number(place));
        return Response.noContent().build();
    }

    private ImagePrompts images(String id) {
        return RequestCredentials.require(sessions, id, request).images();
    }

    /** What is no number is no place either. */
    private static int number(String text) {
        return text.matches("\\d") ? Integer.parseInt(text) : 0;
    }

    private static double decimal(String text) {
        return text.matches("\\d(\\.\\d{0,9})?") ? Double.parseDouble(text) : Double.NaN;
    }
}
