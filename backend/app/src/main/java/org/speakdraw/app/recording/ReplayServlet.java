package org.speakdraw.app.recording;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.NamedThreads;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.wire.StreamServlet;

/**
 * A recording played as MJPEG: {@code GET /api/replay/{id}?speed=&from=&kind=}, where {@code /api/sessions/{id}/replay}
 * leads too.
 */
@WebServlet(urlPatterns = "/api/replay/*", asyncSupported = true)
public class ReplayServlet extends StreamServlet {

    private static final long serialVersionUID = 1L;
    private static final double MIN_SPEED = 0.25;
    private static final double MAX_SPEED = 8;
    /** As many of the database's connections as replays may take; a picture is read in a millisecond or two. */
    private static final int READERS = 2;

    private final transient TimelineStore store;
    private final transient ManagedScheduledExecutorService scheduler;
    private final transient ReplayPlaces places;
    /** Their own: a slow database must hold up neither the server's clocks nor the workers of live pictures. */
    private final transient ExecutorService readers;

    @Inject
    public ReplayServlet(
            TimelineStore store,
            ManagedScheduledExecutorService scheduler,
            StreamLimits limits,
            ThreadFactory threads) {
        super(limits);
        this.store = store;
        this.scheduler = scheduler;
        this.places = new ReplayPlaces(limits.maxViewers());
        this.readers = Executors.newFixedThreadPool(READERS, new NamedThreads(threads, "speakdraw-replay"));
    }

    @Override
    public void destroy() {
        readers.shutdown();
    }

    @Override
    protected void stream(UUID id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        double speed = number(request, "speed", 1);
        if (!(speed >= MIN_SPEED && speed <= MAX_SPEED)) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID,
                    "\"speed\" is " + speed + "; it is " + MIN_SPEED + " to " + MAX_SPEED + ".");
        }
        double from = number(request, "from", 0);
        RecordingCredentials credentials = RecordingCredentials.of(request);
        Timeline timeline = store.timeline(id, credentials);
        List<Timeline.Frame> frames = timeline.playedFrames(kindIn(request));
        Runnable giveBack = places.take(credentials.owner(id));
        Replay replay = new Replay(frames, number -> store.jpeg(id, number), scheduler, readers, giveBack);
        try {
            stream(request, response, replay.feed(), () -> true);
        } catch (IOException | RuntimeException | Error e) {
            giveBack.run();
            throw e;
        }
        replay.start(timeline.played((long) from), speed);
    }

    @Override
    protected void require(UUID id, HttpServletRequest request) {
        store.timeline(id, RecordingCredentials.of(request));
    }

    private static Kind kindIn(HttpServletRequest request) {
        return switch (Optional.ofNullable(request.getParameter("kind")).orElse("output")) {
            case "output" -> Kind.OUTPUT;
            case "input" -> Kind.INPUT;
            default -> throw new RequestException(ApiError.REQUEST_INVALID, "\"kind\" is output or input.");
        };
    }

    private static double number(HttpServletRequest request, String name, double otherwise) {
        String text = request.getParameter(name);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"" + name + "\" is not a number.", e);
        }
    }
}
