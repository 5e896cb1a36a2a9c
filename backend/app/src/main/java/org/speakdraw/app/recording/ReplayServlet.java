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
import java.util.concurrent.atomic.AtomicInteger;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.wire.StreamServlet;

/**
 * A recording played as MJPEG: {@code GET /api/replay/{id}?speed=&from=&kind=}, where {@code /api/sessions/{id}/replay} leads
 * too.
 */
@WebServlet(urlPatterns = "/api/replay/*", asyncSupported = true)
public class ReplayServlet extends StreamServlet {

    private static final long serialVersionUID = 1L;
    private static final double MIN_SPEED = 0.25;
    private static final double MAX_SPEED = 8;

    private final transient TimelineStore store;
    private final transient ManagedScheduledExecutorService scheduler;
    private final AtomicInteger running = new AtomicInteger();
    private final int maxRunning;

    @Inject
    public ReplayServlet(TimelineStore store, ManagedScheduledExecutorService scheduler, StreamLimits limits) {
        super(limits);
        this.store = store;
        this.scheduler = scheduler;
        this.maxRunning = limits.maxViewers();
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
        Timeline timeline = store.timeline(id, RecordingCredentials.of(request));
        List<Timeline.Frame> frames = timeline.playedFrames(kindIn(request));
        if (running.incrementAndGet() > maxRunning) {
            running.decrementAndGet();
            throw new RequestException(ApiError.SERVER_FULL, maxRunning + " replays are running already.");
        }
        Replay replay = new Replay(frames, number -> store.jpeg(id, number), scheduler, running::decrementAndGet);
        try {
            stream(request, response, replay.feed(), false);
        } catch (IOException | RuntimeException e) {
            running.decrementAndGet();
            throw e;
        }
        replay.start(timeline.played((long) from), speed);
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
