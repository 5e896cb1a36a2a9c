package org.speakdraw.app.recording;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.stream.LiveSession;
import org.speakdraw.app.stream.LiveSessions;
import org.speakdraw.app.stream.SessionOrigin;
import org.speakdraw.app.stream.SessionPeer.Farewell;

/** Repaints recordings with other prompts and settings, as new recordings. Thread-safe. */
@Singleton
public class Repainter {

    /** Finished ones whose end can still be asked for. */
    private static final int REMEMBERED = 100;

    private final LiveSessions sessions;
    private final TimelineStore store;
    private final RecordingQueue queue;
    private final SettingsSchema schema;
    private final RecordingConfig config;
    private final InstantSource clock;
    private final ManagedExecutorService executor;
    private final Map<UUID, Repainting> repaintings = new LinkedHashMap<>();

    @Inject
    Repainter(
            LiveSessions sessions,
            TimelineStore store,
            RecordingQueue queue,
            SettingsSchema schema,
            RecordingConfig config,
            InstantSource clock,
            ManagedExecutorService executor) {
        this.sessions = sessions;
        this.store = store;
        this.queue = queue;
        this.schema = schema;
        this.config = config;
        this.clock = clock;
        this.executor = executor;
    }

    /** A repainting that has begun, and the token of its session. */
    record Begun(Repainting repainting, String token) {}

    /**
     * Begins to repaint.
     *
     * @param changes to the settings that the recording began with
     * @throws RequestException {@code recording-empty} without input; {@code server-full} when there is no place;
     *     {@code settings-invalid}
     */
    synchronized Begun start(Timeline timeline, SessionOrigin origin, JsonObject changes) {
        List<Timeline.Frame> inputs = timeline.frames(Kind.INPUT);
        if (inputs.isEmpty()) {
            throw new RequestException("recording-empty", "What was put in was not kept, so it cannot be repainted.");
        }
        if (running() >= config.maxRepaints()) {
            throw new RequestException("server-full", "The server repaints for others; try again later.");
        }
        JsonObject settings = settings(timeline, changes);
        LiveSessions.Opened opened = sessions.open(origin, settings);
        UUID original = timeline.summary().session();
        Repainting repainting = new Repainting(
                original,
                opened.session(),
                inputs,
                number -> store.jpeg(original, number),
                new Recording(opened.session(), timeline),
                executor);
        repaintings.put(repainting.session(), repainting);
        if (repaintings.size() > REMEMBERED) {
            repaintings.values().removeIf(each -> repaintings.size() > REMEMBERED && !isRunning(each));
        }
        repainting.start();
        return new Begun(repainting, opened.token());
    }

    private JsonObject settings(Timeline timeline, JsonObject changes) {
        JsonObjectBuilder settings = Json.createObjectBuilder();
        timeline.settings().stream()
                .limit(1)
                .flatMap(first -> first.changes().entrySet().stream())
                // Another bundle may have had others.
                .filter(setting -> schema.knows(setting.getKey()))
                .forEach(setting -> settings.add(setting.getKey(), setting.getValue()));
        changes.forEach(settings::add);
        // Every recorded frame is painted, and none is left out for being like the one before.
        return settings.add("similarity_filter", false)
                .add("input", "frames")
                .add("freeze", false)
                .build();
    }

    private long running() {
        return repaintings.values().stream().filter(Repainter::isRunning).count();
    }

    private static boolean isRunning(Repainting repainting) {
        return repainting.state() == Repainting.State.RUNNING;
    }

    /**
     * The repainting that makes, or made, a recording.
     *
     * @throws RequestException {@code recording-unknown}
     */
    synchronized Repainting require(UUID session) {
        return Optional.ofNullable(repaintings.get(session))
                .orElseThrow(() -> new RequestException("recording-unknown", "There is no such repainting."));
    }

    /** The new recording: its pictures are at the times of their inputs, however long painting took. */
    private final class Recording implements Repainting.Sink {
        private static final long RETRY_MILLIS = 50;

        private final LiveSession session;
        private final long durationMillis;
        private int entries = 1;

        Recording(LiveSession session, Timeline timeline) {
            this.session = session;
            this.durationMillis = timeline.summary().millis();
            byte[] owner = session.access().tokenDigest().orElseThrow();
            offer(new RecordingEntry.Begun(
                    session.id(),
                    owner,
                    clock.instant(),
                    false,
                    Optional.of(timeline.summary().session())));
            offer(new RecordingEntry.SettingsChanged(
                    session.id(), entries++, 0, SettingsWithoutWords.of(schema.toJson(session.settings()))));
        }

        @Override
        public void keep(Timeline.Frame input, byte[] jpeg) {
            offer(new RecordingEntry.Keyframe(
                    session.id(),
                    entries++,
                    input.offset(),
                    Kind.OUTPUT,
                    session.settings().seed(),
                    KeyframeChoice.sha256(jpeg),
                    jpeg));
        }

        @Override
        public void ended() {
            offer(new RecordingEntry.Switched(session.id(), entries++, durationMillis, false));
            sessions.end(session, Farewell.DELETED);
        }

        /** Nobody waits for a repainting, so it waits for the database. */
        private void offer(RecordingEntry entry) {
            try {
                while (!queue.offer(entry)) {
                    Thread.sleep(RETRY_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for the database", e);
            }
        }
    }
}
