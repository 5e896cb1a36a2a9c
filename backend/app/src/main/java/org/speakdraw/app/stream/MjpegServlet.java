package org.speakdraw.app.stream;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.StreamLimits;

/**
 * A session's output as {@code multipart/x-mixed-replace}: {@code GET /api/stream/{id}}, where
 * {@code /api/sessions/{id}/stream} leads too. Holds no thread while it streams.
 */
@WebServlet(urlPatterns = MjpegServlet.PATH + "*", asyncSupported = true)
public class MjpegServlet extends HttpServlet {

    static final String PATH = "/api/stream/";

    private static final long serialVersionUID = 1L;

    private final transient LiveSessions sessions;
    private final transient StreamLimits limits;

    @Inject
    public MjpegServlet(LiveSessions sessions, StreamLimits limits) {
        this.sessions = sessions;
        this.limits = limits;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Credentials credentials = Credentials.of(request);
            String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
            LiveSession session = admit(SessionIds.parse(path.substring(1)), credentials);
            stream(request, response, session, !session.access().ownedBy(credentials));
        } catch (RequestException e) {
            refuse(response, Problem.of(e));
        }
    }

    private LiveSession admit(UUID id, Credentials credentials) {
        return sessions.find(id)
                .filter(session -> session.access().sharedWith(credentials))
                .orElseGet(() -> sessions.require(id, credentials));
    }

    private void stream(HttpServletRequest request, HttpServletResponse response, LiveSession session, boolean shared)
            throws IOException {
        response.setContentType("multipart/x-mixed-replace;boundary=" + MjpegViewer.BOUNDARY);
        response.setHeader("Cache-Control", "no-store");
        // Proxies that buffer would hold frames back.
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        MjpegViewer viewer = new MjpegViewer(async, response.getOutputStream(), session.output(), limits, shared);
        try {
            session.output().add(viewer);
        } catch (RequestException e) {
            refuse(response, Problem.of(e));
            async.complete();
            return;
        }
        viewer.start();
    }

    private static void refuse(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getOutputStream().write(problem.toJson().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
