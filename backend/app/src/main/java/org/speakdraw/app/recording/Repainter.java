package org.speakdraw.app.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.settings.InstalledBundles;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.app.stream.session.SessionOrigin;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.imaging.JpegCodec;

/** Repaints recordings with other prompts, settings and bundles, as new recordings. Thread-safe. */
@Singleton
public class Repainter {

    /** Finished ones whose end can still be asked for. */
    private static final int REMEMBERED = 100;

    private final LiveSessions sessions;
    private final TimelineStore store;
    private final RecordingQueue queue;
    private final RecordingWriter writer;
    private final SettingsSchema schema;
    private final InstalledBundles bundles;
    private final RecordingConfig config;
    private final InstantSource clock;
    private final JpegCodec codec;
    private final ManagedExecutorService executor;
    private final Map<UUID, Repainting> repaintings = new LinkedHashMap<>();
    /** Those whose models are being loaded. */
    private int beginning;

    @Inject
    Repainter(
            LiveSessions sessions,
            TimelineStore store,
            RecordingQueue queue,
            RecordingWriter writer,
            SettingsSchema schema,
            InstalledBundles bundles,
            RecordingConfig config,
            StreamLimits limits,
            InstantSource clock,
            ManagedExecutorService executor) {
        this.sessions = sessions;
        this.store = store;
        this.queue = queue;
        this.writer = writer;
        this.schema = schema;
        this.bundles = bundles;
        this.config = config;
        this.codec = new JpegCodec(limits.jpeg());
        this.clock = clock;
        this.executor = executor;
    }

    /** A repainting that has begun, and the token of its session. */
    record Begun(Repainting repainting, String token) {}

    /**
     * Begins to repaint. With a bundle that has to be loaded for it that takes seconds.
     *
     * @param changes  settings that hold from beginning to end; all others are as they were
     * @param bundleId what to paint with; empty: the active bundle
     * @throws org.speakdraw.inference.SpeakDrawException {@code recording-empty} without input; {@code server-full}
     *     when there is no place; {@code settings-invalid}; {@code bundle-unknown}; {@code bundle-invalid} when it
     *     cannot be loaded; {@code size-unsupported} when the recording goes through a size that it does not take
     */
    Begun start(Timeline timeline, SessionOrigin origin, ObjectNode changes, Optional<String> bundleId) {
        List<Timeline.Frame> inputs = timeline.frames(Kind.INPUT);
        if (inputs.isEmpty()) {
            throw new RequestException(
                    ApiError.RECORDING_EMPTY, "The recording has no input pictures, so it cannot be repainted.");
        }
        RepaintCourse course = new RepaintCourse(timeline, changes, schema);
        Optional<DiffusionBundle> bundle = bundleId.map(bundles::require);
        bundle.ifPresent(chosen -> requireSizes(chosen, course));
        takePlace();
        try {
            return begin(
                    timeline,
                    inputs,
                    course,
                    bundle.map(chosen -> sessions.open(origin, course.beginning(), chosen))
                            .orElseGet(() -> sessions.open(origin, course.beginning())));
        } finally {
            begun();
        }
    }

    private static void requireSizes(DiffusionBundle bundle, RepaintCourse course) {
        course.sides()
                .filter(side -> side % bundle.sizeMultiple() != 0)
                .findFirst()
                .ifPresent(side -> {
                    throw new RequestException(
                            ApiError.SIZE_UNSUPPORTED,
                            "The recording has pictures with a side of " + side + " pixels; those of the bundle "
                                    + bundle.id() + " are multiples of " + bundle.sizeMultiple() + ".");
                });
    }

    private synchronized void takePlace() {
        if (running() + beginning >= config.maxRepaints()) {
            throw new RequestException(
                    ApiError.SERVER_FULL, "The server is busy repainting for others; try again later.");
        }
        beginning++;
    }

    private synchronized void begun() {
        beginning--;
    }

    private synchronized Begun begin(
            Timeline timeline, List<Timeline.Frame> inputs, RepaintCourse course, LiveSessions.Opened opened) {
        UUID original = timeline.summary().session();
        Repainting repainting = new Repainting(
                original,
                opened.session(),
                inputs,
                number -> store.jpeg(original, number),
                new Recording(opened.session(), timeline, course),
                codec,
                executor);
        repaintings.put(repainting.session(), repainting);
        if (repaintings.size() > REMEMBERED) {
            repaintings.values().removeIf(each -> repaintings.size() > REMEMBERED && !isRunning(each));
        }
        repainting.start();
        return new Begun(repainting, opened.token());
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
                .orElseThrow(() -> new RequestException(ApiError.RECORDING_UNKNOWN, "There is no such repainting."));
    }

    /** The new recording: its pictures are at the times of their inputs, however long painting took. */
    private final class Recording implements Repainting.Sink {
        private static final long RETRY_MILLIS = 50;

        private final LiveSession session;
        private final RepaintCourse course;
        private final long durationMillis;
        private final Instant startedAt = clock.instant();
        private int entries = 1;
        private volatile boolean ending;

        Recording(LiveSession session, Timeline timeline, RepaintCourse course) {
            this.session = session;
            this.course = course;
            this.durationMillis = timeline.summary().millis();
            byte[] owner = session.access().tokenDigest().orElseThrow();
            offer(new RecordingEntry.Begun(
                    session.id(),
                    owner,
                    startedAt,
                    0,
                    false,
                    Optional.of(timeline.summary().session())));
            offer(new RecordingEntry.SettingsChanged(
                    session.id(), entries++, 0, SettingsWithoutWords.of(schema.toJson(session.settings()))));
        }

        @Override
        public void reach(Timeline.Frame input) {
            for (RepaintCourse.Change change : course.until(input.offset())) {
                try {
                    // A prompt's place in a recording is its time in the history.
                    Instant time = startedAt.plusMillis(change.offset());
                    sessions.change(session, change.settings(), change.prompt(), time);
                } catch (RequestException e) {
                    // It does not go together with the settings that are wanted from beginning to end.
                    continue;
                }
                ObjectNode kept = SettingsWithoutWords.of(change.settings());
                if (!kept.isEmpty()) {
                    offer(new RecordingEntry.SettingsChanged(session.id(), entries++, change.offset(), kept));
                }
            }
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
        public void ending() {
            ending = true;
        }

        @Override
        public void ended() {
            offer(new RecordingEntry.Switched(session.id(), entries++, durationMillis, 0, false));
            sessions.end(session, DisconnectReason.DELETED);
            try {
                // Who is told that it is done finds all of it.
                writer.write();
            } catch (RequestException e) {
                // It waits, and is written when the database is back.
            }
        }

        /** Nobody waits for a repainting, so it waits for the database, unless it is to end. */
        private void offer(RecordingEntry entry) {
            try {
                while (!queue.offer(entry) && !ending) {
                    Thread.sleep(RETRY_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RequestException(ApiError.SERVER_STOPPING, "The server is going down.", e);
            }
        }
    }
}
