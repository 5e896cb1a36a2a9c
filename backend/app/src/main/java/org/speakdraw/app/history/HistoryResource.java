package org.speakdraw.app.history;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.speakdraw.app.participant.VisitorCredentials;
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
    public Response delete(@PathParam("session") String session) {
        history.delete(VisitorCredentials.requireParticipant(request), SessionIds.parse(session));
        return Response.noContent().build();
    }
}
