package org.speakdraw.app.history;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.stream.session.SessionIds;

/** What is kept of one's sessions: {@code /api/history}. */
@Path("/history")
public class HistoryResource {

    @Inject
    HistoryWriter history;

    @Inject
    HttpServletRequest request;

    /** Deletes all that is kept of a session: its prompts and, if there is one, its recording. */
    @DELETE
    @Path("/{session}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response delete(@PathParam("session") String session) {
        UUID caller = VisitorCredentials.requireParticipant(request);
        UUID id = SessionIds.parse(session);
        history.delete(caller, id);
        AuditLog.done(Optional.of(caller), Action.DELETED, Subject.SESSION, id);
        return Response.noContent().build();
    }
}
