package org.speakdraw.app.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.events.SessionEvent;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.inference.imaging.JpegCodec;

/** Switches recording on and off, and follows the recorded sessions. Thread-safe. */
@Singleton
public class Recorder implements OngoingRecordings {

    /** Key frames a second. */
    static final double MIN_RATE = 0.2;

    static final double MAX_RATE = 10;

    private final Map<UUID, LiveRecording> recordings = new ConcurrentHashMap<>();
    private final Database database;
    private final RecordingStore store;
    private final RecordingQueue queue;
    private final SettingsSchema schema;
    private final InstantSource clock;
    private final JpegCodec codec;

    @Inject
    Recorder(
            Database database,
            RecordingStore store,
            RecordingQueue queue,
            SettingsSchema schema,
            StreamLimits limits,
            InstantSource clock) {
        this.database = database;
        this.store = store;
        this.queue = queue;
        this.schema = schema;
        this.clock = clock;
        this.codec = new JpegCodec(limits.jpeg());
    }

    /**
     * Switches recording on, or changes how much is kept.
     *
     * @param rate  key frames a second at most, 0.2..10
     * @param input whether input frames are kept too
     * @throws RequestException {@code request-invalid}; {@code recording-unavailable} for a session that has no owner;
     *     {@code database-unavailable} when there is none at all
     */
    void start(LiveSession session, double rate, boolean input) {
        start(session, rate, input, Optional.empty());
    }

    /** The same; the recording is a repainting of {@code original}. */
    void start(LiveSession session, double rate, boolean input, Optional<UUID> original) {
        if (!(rate >= MIN_RATE && rate <= MAX_RATE)) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID,
                    "\"rate\" is " + rate + "; it is " + MIN_RATE + " to " + MAX_RATE + " a second.");
        }
        if (!database.configured()) {
            throw new RequestException(
                    ApiError.DATABASE_UNAVAILABLE, "This server has no database, so it cannot record.");
        }
        byte[] digest = session.access()
                .tokenDigest()
                .orElseThrow(() -> new RequestException(
                        ApiError.RECORDING_UNAVAILABLE,
                        "A session without a token has no owner, so it cannot be recorded."));
        Optional<RecordingStore.Kept> kept =
                recordings.containsKey(session.id()) ? Optional.empty() : kept(session.id());
        // None may change unseen between the snapshot and the first event.
        session.whileUnchanged(current -> {
            ObjectNode settings = schema.toJson(current);
            LiveRecording known = recordings.get(session.id());
            if (known != null && known.resume(rate, input, settings)) {
                return;
            }
            LiveRecording recording = new LiveRecording(session, queue, codec, System::nanoTime);
            recordings.put(session.id(), recording);
            kept.ifPresentOrElse(
                    earlier -> recording.goOn(earlier, clock.instant(), rate, input, settings),
                    () -> recording.begin(digest, clock.instant(), original, rate, input, settings));
        });
        // Perhaps while the database was asked, and then nobody else ends what has just begun.
        session.endReason()
                .ifPresent(reason ->
                        end(session.id(), reason == DisconnectReason.MOVED ? LiveRecording::move : LiveRecording::end));
    }

    /** What was recorded before the session came here; while the database is away that cannot be told. */
    private Optional<RecordingStore.Kept> kept(UUID session) {
        try {
            return store.find(session);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Switches recording off; what was kept stays. */
    void stop(LiveSession session) {
        find(session.id()).ifPresent(LiveRecording::pause);
    }

    /** Whether the session is being recorded now. */
    boolean isRecording(UUID session) {
        return find(session).filter(LiveRecording::isOn).isPresent();
    }

    @Override
    public void forget(UUID session, String reason) {
        LiveRecording recording = recordings.remove(session);
        if (recording != null) {
            recording.abandon(reason);
        }
        queue.forget(session);
    }

    @Override
    public void cut(UUID session, RecordingEdit.Span kept) {
        find(session).ifPresent(recording -> recording.cut(kept));
    }

    @Override
    public void writing() {
        recordings.values().forEach(LiveRecording::writing);
    }

    @Override
    public void delayed(String reason) {
        recordings.values().forEach(recording -> recording.delayed(reason));
    }

    @Override
    public void suspend(String reason) {
        recordings.values().forEach(recording -> recording.suspend(reason));
    }

    void happened(@Observes SessionEvent event) {
        if (event instanceof SessionEvent.SettingsChanged changed) {
            find(changed.session())
                    .filter(LiveRecording::isOn)
                    .ifPresent(recording -> recording.settingsChanged(changed.changes()));
        } else if (event instanceof SessionEvent.Ended) {
            end(event.session(), LiveRecording::end);
        } else if (event instanceof SessionEvent.Left) {
            end(event.session(), LiveRecording::move);
        } else if (!(event instanceof SessionEvent.Started
                || event instanceof SessionEvent.Came
                || event instanceof SessionEvent.Shared
                || event instanceof SessionEvent.PromptChanged)) {
            // Recordings begin when they are switched on, and prompts are kept with the history.
            throw new IllegalArgumentException(
                    "unknown event: " + event.getClass().getName());
        }
    }

    private void end(UUID session, Consumer<LiveRecording> how) {
        Optional.ofNullable(recordings.remove(session)).ifPresent(how);
    }

    private Optional<LiveRecording> find(UUID session) {
        return Optional.ofNullable(recordings.get(session));
    }
}
