package org.speakdraw.app.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import jakarta.inject.Inject;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.PageCursor;

/** The caller's own prompts: {@code /api/prompts}. */
@Path("/prompts")
@Produces(MediaType.APPLICATION_JSON)
public class PromptResource {

    private static final UUID NOBODY = new UUID(0, 0);

    @Inject
    PromptHistory history;

    @Inject
    Searches searches;

    @Inject
    HttpServletRequest request;

    @GET
    @APIResponseSchema(value = PageView.class, responseCode = "200", responseDescription = "A page of prompts")
    public Response list(
            @QueryParam("q") @DefaultValue("") String words,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("30") int limit) {
        Optional<UUID> caller = VisitorCredentials.participantOf(request);
        Optional<PageCursor> cursor =
                PageCursor.decode(Optional.of(after).filter(each -> !each.isEmpty()), PromptHistory.ORDER);
        int rows = PageCursor.checkLimit(limit);
        PromptHistory.Page page = searches.run(
                caller,
                request.getRemoteAddr(),
                () -> history.list(caller.orElse(NOBODY), SearchWords.of(words), cursor, rows));
        return Response.ok(new PageView(page.prompts(), page.next().map(PageCursor::encode), page.similar()))
                .header("Cache-Control", "no-store")
                .build();
    }

    /**
     * A page of prompts.
     *
     * @param next    for {@code after}; null on the last page
     * @param similar whether nothing had the words and these are near them
     */
    @JsonInclude(Include.ALWAYS)
    record PageView(List<PastPrompt> prompts, Optional<String> next, boolean similar) {}

    @DELETE
    @Path("/{id: [0-9]{1,18}}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response delete(@PathParam("id") long id) {
        UUID caller = VisitorCredentials.requireParticipant(request);
        history.delete(caller, id);
        AuditLog.done(Optional.of(caller), Action.DELETED, Subject.PROMPT, id);
        return Response.noContent().build();
    }

    @DELETE
    @APIResponse(responseCode = "204", description = "Done")
    public Response deleteAll() {
        UUID caller = VisitorCredentials.requireParticipant(request);
        int deleted = history.deleteAll(caller);
        AuditLog.done(Optional.of(caller), Action.DELETED, Subject.PROMPT, deleted + " in all");
        return Response.noContent().build();
    }
}
