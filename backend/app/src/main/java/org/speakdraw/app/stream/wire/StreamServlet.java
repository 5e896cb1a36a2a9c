package org.speakdraw.app.stream.wire;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.frames.OutputFeed;
import org.speakdraw.app.stream.session.SessionIds;
import org.speakdraw.inference.SpeakDrawException;

/** Pictures of a session as {@code multipart/x-mixed-replace}. Holds no thread while it streams. */
public abstract class StreamServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient StreamLimits limits;

    protected StreamServlet(StreamLimits limits) {
        this.limits = limits;
    }

    /**
     * Answers the request for session {@code id}.
     *
     * @throws SpeakDrawException when it is refused
     */
    protected abstract void stream(UUID id, HttpServletRequest request, HttpServletResponse response)
            throws IOException;

    /**
     * Refuses what {@link #stream} would refuse for whoever asks, and does nothing else.
     *
     * @throws SpeakDrawException when it is refused
     */
    protected abstract void require(UUID id, HttpServletRequest request);

    @Override
    protected final void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            stream(sessionIn(request), request, response);
        } catch (SpeakDrawException e) {
            refuse(response, Problem.of(e));
        }
    }

    /** The headers alone: what GET gives has no end, and nobody would read it. */
    @Override
    protected final void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            require(sessionIn(request), request);
            describe(response);
        } catch (SpeakDrawException e) {
            refuse(response, Problem.of(e));
        }
    }

    private static UUID sessionIn(HttpServletRequest request) {
        return SessionIds.parse(
                Optional.ofNullable(request.getPathInfo()).orElse("/").substring(1));
    }

    private static void describe(HttpServletResponse response) {
        response.setContentType(MjpegViewer.CONTENT_TYPE);
        response.setHeader("Cache-Control", "no-store");
        // Proxies that buffer would hold frames back.
        response.setHeader("X-Accel-Buffering", "no");
    }

    /**
     * Streams what is published in {@code feed}.
     *
     * @param allowed whether the viewer may still watch
     */
    protected final void stream(
            HttpServletRequest request, HttpServletResponse response, OutputFeed feed, BooleanSupplier allowed)
            throws IOException {
        describe(response);
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        MjpegViewer viewer = new MjpegViewer(async, response.getOutputStream(), feed, limits, allowed);
        try {
            feed.add(viewer);
        } catch (RequestException e) {
            refuse(response, Problem.of(e));
            async.complete();
            return;
        }
        viewer.start();
    }

    private static void refuse(HttpServletResponse response, Problem problem) throws IOException {
        problem.head(response::setStatus, response::setHeader);
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getOutputStream().write(problem.toJson().getBytes(StandardCharsets.UTF_8));
    }
}
