package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.app.stream.session.SessionIds;

/** One's own recordings: {@code /api/recordings}. */
@Path("/recordings")
public class RecordingsResource {

    private static final int MAX_PAGE = 100;

    @Inject
    TimelineStore store;

    @Inject
    RecordingStore recordings;

    @Inject
    RecordingWriter writer;

    @Inject
    Recorder recorder;

    @Inject
    LiveSessions sessions;

    @Inject
    HttpServletRequest request;

    /** A page of them, the newest first; none for somebody who is not known. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(
            value = RecordingJson.Page.class,
            responseCode = "200",
            responseDescription = "A page of recordings")
    public Response list(
            @QueryParam("before") @Nullable String before, @QueryParam("limit") @DefaultValue("24") int limit) {
        int size = Math.max(1, Math.min(MAX_PAGE, limit));
        RecordingSummary.Page page = VisitorCredentials.participantOf(request)
                .map(participant -> store.page(participant, Optional.ofNullable(before), size))
                .orElseGet(() -> new RecordingSummary.Page(List.of(), Optional.empty()));
        Set<UUID> elsewhere = goingElsewhere(page);
        return Response.ok(RecordingJson.Page.of(
                        page, session -> recorder.isRecording(session) || elsewhere.contains(session)))
                .header("Cache-Control", "no-store")
                .build();
    }

    private Set<UUID> goingElsewhere(RecordingSummary.Page page) {
        List<UUID> others = page.recordings().stream()
                .map(RecordingSummary::session)
                .filter(session -> sessions.find(session).isEmpty())
                .toList();
        return others.isEmpty() ? Set.of() : recordings.goingInCluster(others);
    }

    /**
     * Gives a recording a title, or keeps a part of it: the rest is gone for good. A part is only taken of one that is not
     * going on.
     */
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Done")
    public Response change(@PathParam("id") String id, RecordingEdit edit) {
        UUID session = SessionIds.parse(id);
        RecordingCredentials credentials = RecordingCredentials.of(request);
        store.require(session, credentials);
        Optional<String> title = edit.checkedTitle();
        edit.span().ifPresent(part -> {
            if (recorder.isRecording(session)) {
                throw new RequestException(ApiError.RECORDING_ONGOING, "Stop the recording before you cut it.");
            }
            writer.cut(session, part);
        });
        title.ifPresent(text -> recordings.rename(session, text));
        AuditLog.done(credentials.participant(), AuditLog.Action.CHANGED, AuditLog.Subject.RECORDING, session);
        return Response.noContent().build();
    }

    /**
     * Deletes a recording. Its prompts stay in the history, unless {@code everything} is asked for: then all of the
     * session goes.
     */
    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response delete(
            @PathParam("id") String id, @QueryParam("everything") @DefaultValue("false") boolean everything) {
        UUID session = SessionIds.parse(id);
        RecordingCredentials credentials = RecordingCredentials.of(request);
        store.require(session, credentials);
        writer.delete(session, everything);
        AuditLog.done(
                credentials.participant(),
                AuditLog.Action.DELETED,
                everything ? AuditLog.Subject.SESSION : AuditLog.Subject.RECORDING,
                session);
        return Response.noContent().build();
    }
}
