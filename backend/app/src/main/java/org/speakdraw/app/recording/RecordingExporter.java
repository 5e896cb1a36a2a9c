package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.settings.BadgePlace;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.imaging.AiBadge;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.video.FilmFormat;
import org.speakdraw.inference.video.FilmMaker;

/** Makes files of recordings. Thread-safe. */
@Singleton
public class RecordingExporter {

    /** A GIF of a minute has tens of megabytes already. */
    private static final long MAX_GIF_MILLIS = 60_000;

    private final TimelineStore store;
    private final RecordingConfig config;
    private final DiskSpace disk;
    private final JpegCodec codec;
    private final BadgePlace badge;

    @Inject
    RecordingExporter(
            TimelineStore store, RecordingConfig config, StreamLimits limits, DiskSpace disk, BadgePlace badge) {
        this.store = store;
        this.config = config;
        this.disk = disk;
        this.codec = new JpegCodec(limits.jpeg());
        this.badge = badge;
    }

    /**
     * Makes a film into {@code target}; one of painted pictures says to people and to programs that AI made it. A recording that is longer than the bound is cut there; times at which nothing
     * was to be recorded are left out.
     *
     * @throws RequestException {@code recording-empty} when there is no such picture; {@code export-cancelled};
     *     {@code server-full} while there is no room on the disk
     */
    void film(ExportTurns.Turn turn, Timeline timeline, Kind kind, FilmFormat format, Path target) {
        List<Timeline.Frame> frames = timeline.playedFrames(kind);
        if (frames.isEmpty()) {
            throw new RequestException(ApiError.RECORDING_EMPTY, "The recording has no pictures of this kind.");
        }
        requireRoom();
        long start = frames.get(0).offset();
        long end = Math.min(timeline.played(timeline.summary().millis()), start + maxMillis(format));
        UUID session = timeline.summary().session();
        boolean painted = kind == Kind.OUTPUT;
        try (FilmMaker maker = new FilmMaker(format, target, painted, turn::requireWanted)) {
            for (Timeline.Frame frame : frames) {
                if (frame.offset() > end) {
                    break;
                }
                Optional<Frame> picture = store.jpeg(session, frame.number()).flatMap(this::decode);
                picture.map(shown -> painted ? AiBadge.on(shown, badge.corner()) : shown)
                        .ifPresent(shown -> maker.show(shown, frame.offset() - start));
            }
            maker.finish(end - start);
        }
    }

    /** @throws RequestException {@code server-full} while there is no room on the disk */
    private void requireRoom() {
        if (disk.isShort()) {
            throw new RequestException(
                    ApiError.SERVER_FULL, "The server's disk is almost full, so no file can be made at the moment.");
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
     * Writes all pictures into {@code target}, and {@code session.json}, which names them.
     *
     * @throws RequestException {@code export-cancelled}; {@code server-full} while there is no room on the disk
     */
    void zip(ExportTurns.Turn turn, Timeline timeline, Path target) throws IOException {
        UUID session = timeline.summary().session();
        List<SessionFile.Picture> pictures = new ArrayList<>();
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(target)))) {
            for (Timeline.Frame frame : timeline.frames()) {
                turn.requireWanted();
                // A recording may have more bytes than the disk.
                requireRoom();
                Optional<TimelineStore.Picture> picture = store.picture(session, frame.number());
                if (picture.isPresent()) {
                    String name = String.format(
                            Locale.ROOT, "%s/%06d.jpg", frame.kind().id(), frame.number());
                    store(zip, name, picture.get().jpeg());
                    pictures.add(
                            SessionFile.Picture.of(name, frame, picture.get().sha256()));
                }
            }
            zip.putNextEntry(new ZipEntry("session.json"));
            zip.write(Json.write(SessionFile.of(timeline, pictures)).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
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
