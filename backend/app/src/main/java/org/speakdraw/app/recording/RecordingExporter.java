package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.video.FilmFormat;
import org.speakdraw.inference.video.FilmMaker;

/** Makes files of recordings: a bounded number at a time, and one for each owner. Thread-safe. */
@Singleton
public class RecordingExporter {

    /** A GIF of a minute has tens of megabytes already. */
    private static final long MAX_GIF_MILLIS = 60_000;

    private final TimelineStore store;
    private final RecordingConfig config;
    private final DiskSpace disk;
    private final JpegCodec codec;
    private final Semaphore places;
    private final Map<Object, Turn> turns = new ConcurrentHashMap<>();

    @Inject
    RecordingExporter(TimelineStore store, RecordingConfig config, StreamLimits limits, DiskSpace disk) {
        this.store = store;
        this.config = config;
        this.disk = disk;
        this.codec = new JpegCodec(limits.jpeg());
        this.places = new Semaphore(config.maxExports());
    }

    /** The right to make one file; closed when that is done. */
    final class Turn implements AutoCloseable {
        private final UUID session;
        private final Object owner;
        private volatile boolean cancelled;

        private Turn(UUID session, Object owner) {
            this.session = session;
            this.owner = owner;
        }

        private void requireWanted() {
            if (cancelled) {
                throw new RequestException(ApiError.EXPORT_CANCELLED, "The file was cancelled.");
            }
        }

        @Override
        public void close() {
            turns.remove(owner, this);
            places.release();
        }
    }

    /**
     * Waits for nothing: either there is a place, or not.
     *
     * @throws RequestException {@code export-busy} when the owner has one already or the server has no place
     */
    Turn begin(UUID session, RecordingCredentials credentials) {
        Object owner = ownerOf(session, credentials);
        Turn turn = new Turn(session, owner);
        if (turns.putIfAbsent(owner, turn) != null) {
            throw new RequestException(
                    ApiError.EXPORT_BUSY, "Your last file is still being made; wait for it, or cancel it.");
        }
        if (!places.tryAcquire()) {
            turns.remove(owner, turn);
            throw new RequestException(
                    ApiError.EXPORT_BUSY, "The server is busy making files for others; try again in a moment.");
        }
        return turn;
    }

    /** Ends the making of a file of {@code session}, with {@code export-cancelled}, before its next picture. */
    void cancel(UUID session, RecordingCredentials credentials) {
        Optional.ofNullable(turns.get(ownerOf(session, credentials)))
                .filter(turn -> turn.session.equals(session))
                .ifPresent(turn -> {
                    turn.cancelled = true;
                    // Its place is free when it has ended; its owner may begin another one at once.
                    turns.remove(turn.owner, turn);
                });
    }

    private static Object ownerOf(UUID session, RecordingCredentials credentials) {
        return credentials.participant().orElse(session);
    }

    /**
     * Makes a film into {@code target}. A recording that is longer than the bound is cut there; times at which nothing was to
     * be recorded are left out.
     *
     * @throws RequestException {@code recording-empty} when there is no such picture; {@code export-cancelled};
     *     {@code server-full} while there is no room on the disk
     */
    void film(Turn turn, Timeline timeline, Kind kind, FilmFormat format, Path target) {
        List<Timeline.Frame> frames = timeline.playedFrames(kind);
        if (frames.isEmpty()) {
            throw new RequestException(ApiError.RECORDING_EMPTY, "The recording has no pictures of this kind.");
        }
        if (disk.isShort()) {
            throw new RequestException(
                    ApiError.SERVER_FULL, "The server's disk is almost full, so no film can be made at the moment.");
        }
        long start = frames.get(0).offset();
        long end = Math.min(timeline.played(timeline.summary().millis()), start + maxMillis(format));
        UUID session = timeline.summary().session();
        try (FilmMaker maker = new FilmMaker(format, target, turn::requireWanted)) {
            for (Timeline.Frame frame : frames) {
                if (frame.offset() > end) {
                    break;
                }
                Optional<Frame> picture = store.jpeg(session, frame.number()).flatMap(this::decode);
                picture.ifPresent(shown -> maker.show(shown, frame.offset() - start));
            }
            maker.finish(end - start);
        }
    }

    /**
     * What a file of a recording covers at most, so that it can be told before one is made.
     *
     * @param playedMs of the recording, without the times at which nothing was to be recorded
     */
    record Bounds(long playedMs, long maxFilmMs, long maxGifMs) {}

    Bounds bounds(Timeline timeline) {
        return new Bounds(
                timeline.played(timeline.summary().millis()), maxMillis(FilmFormat.MP4), maxMillis(FilmFormat.GIF));
    }

    private long maxMillis(FilmFormat format) {
        return format == FilmFormat.GIF ? MAX_GIF_MILLIS : config.maxExportSeconds() * 1000L;
    }

    /** Empty for a picture that is larger than is allowed today: the one before stays. */
    private Optional<Frame> decode(byte[] jpeg) {
        try {
            return Optional.of(codec.decode(jpeg, 0, jpeg.length));
        } catch (InferenceException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes all pictures and {@code session.json}, which names them.
     *
     * @throws RequestException {@code export-cancelled}
     */
    void zip(Turn turn, Timeline timeline, OutputStream out) throws IOException {
        UUID session = timeline.summary().session();
        ZipOutputStream zip = new ZipOutputStream(out);
        List<SessionFile.Picture> pictures = new ArrayList<>();
        for (Timeline.Frame frame : timeline.frames()) {
            turn.requireWanted();
            Optional<TimelineStore.Picture> picture = store.picture(session, frame.number());
            if (picture.isPresent()) {
                String name =
                        String.format(Locale.ROOT, "%s/%06d.jpg", frame.kind().id(), frame.number());
                store(zip, name, picture.get().jpeg());
                pictures.add(SessionFile.Picture.of(name, frame, picture.get().sha256()));
            }
        }
        zip.putNextEntry(new ZipEntry("session.json"));
        zip.write(Json.write(SessionFile.of(timeline, pictures)).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
    }

    /** A JPEG does not shrink, so it is stored as it is. */
    private static void store(ZipOutputStream zip, String name, byte[] jpeg) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(jpeg);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(jpeg.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(jpeg);
        zip.closeEntry();
    }
}
