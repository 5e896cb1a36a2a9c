package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.VisitorCredentials;

/** The caller's own prompts: {@code /api/prompts}. */
@Path("/prompts")
@Produces(MediaType.APPLICATION_JSON)
public class PromptResource {

    private static final UUID NOBODY = new UUID(0, 0);

    @Inject
    PromptHistory history;

    @Inject
    HttpServletRequest request;

    @GET
    public Response list(
            @QueryParam("q") @DefaultValue("") String words,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("30") int limit) {
        PromptHistory.Page page = history.list(
                VisitorCredentials.participantOf(request).orElse(NOBODY),
                SearchWords.of(words),
                PageCursor.decode(Optional.of(after).filter(each -> !each.isEmpty()), PromptHistory.ORDER),
                PageCursor.checkLimit(limit));
        JsonArrayBuilder array = Json.createArrayBuilder();
        page.prompts().forEach(prompt -> array.add(prompt.toJson()));
        return Response.ok(Json.createObjectBuilder()
                        .add("prompts", array)
                        .add(
                                "next",
                                page.next()
                                        .<JsonValue>map(each -> Json.createValue(each.encode()))
                                        .orElse(JsonValue.NULL))
                        .add("similar", page.similar())
                        .build())
                .header("Cache-Control", "no-store")
                .build();
    }

    @DELETE
    @Path("/{id: [0-9]{1,18}}")
    public Response delete(@PathParam("id") long id) {
        history.delete(VisitorCredentials.requireParticipant(request), id);
        return Response.noContent().build();
    }

    @DELETE
    public Response deleteAll() {
        history.deleteAll(VisitorCredentials.requireParticipant(request));
        return Response.noContent().build();
    }
}
