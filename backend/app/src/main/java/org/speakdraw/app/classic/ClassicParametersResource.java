package org.speakdraw.app.classic;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.settings.Parameters;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;

/**
 * The calls by which livepeer's front end of StreamDiffusion changes a stream beside the socket. Theirs changes the
 * server's only one; here it is the session that {@code uuid} names, or else the only one of the caller's address.
 */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ClassicParametersResource {

    @Inject
    LiveSessions sessions;

    @Inject
    ClassicWishes wishes;

    @Inject
    StreamLimits limits;

    @Inject
    HttpServletRequest request;

    /**
     * What was done.
     *
     * @param updated the values now in force, of those that were sent and mean something here
     */
    public record Updated(
            String status,
            String message,
            @JsonProperty("updated_params") ObjectNode updated) {}

    /** Prompts and seeds with their weights, each as a pair. */
    public record Blending(
            @JsonProperty("prompt_blending") ArrayNode prompts,
            @JsonProperty("seed_blending") ArrayNode seeds) {}

    /** Changes parameters; values out of range go to the nearest that is taken. */
    @POST
    @Path("params")
    @APIResponseSchema(value = Updated.class, responseCode = "200", responseDescription = "What was changed")
    public Updated params(ObjectNode body) {
        return update(LivepeerParameters.ofParams(body));
    }

    /** Mixes prompts. */
    @POST
    @Path("blending")
    @APIResponseSchema(value = Updated.class, responseCode = "200", responseDescription = "What was changed")
    public Updated blend(ObjectNode body) {
        return update(LivepeerParameters.ofBlending(body));
    }

    /** The prompts that are mixed now. */
    @GET
    @Path("blending/current")
    @APIResponseSchema(value = Blending.class, responseCode = "200", responseDescription = "What is mixed")
    public Blending blending() {
        LiveSession session = session();
        ArrayNode seeds = JsonNodeFactory.instance.arrayNode();
        seeds.addArray().add(session.settings().get(Parameters.SEED)).add(1.0);
        return new Blending(PromptBlend.of(session.settings().prompt()).toJson(), seeds);
    }

    private Updated update(ObjectNode wanted) {
        LiveSession session = session();
        ObjectNode changes = wishes.changes(session, wanted);
        sessions.change(session, changes);
        return new Updated(
                "success",
                changes.isEmpty() ? "No valid parameters provided to update" : "Updated the parameters",
                changes);
    }

    private LiveSession session() {
        if (!limits.classicEnabled()) {
            throw new NotFoundException();
        }
        return sessions.requireClassic(ClassicCredentials.session(request), request.getRemoteAddr());
    }
}
