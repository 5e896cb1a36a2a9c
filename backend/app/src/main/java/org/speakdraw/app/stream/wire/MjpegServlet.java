package org.speakdraw.app.stream.wire;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.session.Credentials;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.inference.SpeakDrawException;

/**
 * A session's output as it is painted: {@code GET /api/stream/{id}}, where {@code /api/sessions/{id}/stream} leads too.
 */
@WebServlet(urlPatterns = "/api/stream/*", asyncSupported = true)
public class MjpegServlet extends StreamServlet {

    private static final long serialVersionUID = 1L;

    private final transient LiveSessions sessions;

    @Inject
    public MjpegServlet(LiveSessions sessions, StreamLimits limits) {
        super(limits);
        this.sessions = sessions;
    }

    @Override
    protected void stream(UUID id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        LiveSession session = find(id, request);
        Credentials credentials = RequestCredentials.of(request);
        stream(request, response, session.output(), () -> session.access().watchedBy(credentials));
    }

    @Override
    protected void require(UUID id, HttpServletRequest request) {
        find(id, request);
    }

    private LiveSession find(UUID id, HttpServletRequest request) {
        Credentials credentials = RequestCredentials.of(request);
        try {
            return sessions.find(id)
                    .filter(found -> found.access().watchedBy(credentials))
                    .orElseGet(() -> sessions.require(id, credentials));
        } catch (SpeakDrawException e) {
            AuditLog.refused(Optional.empty(), AuditLog.Subject.SESSION, e.code(), request.getRemoteAddr());
            throw e;
        }
    }
}
