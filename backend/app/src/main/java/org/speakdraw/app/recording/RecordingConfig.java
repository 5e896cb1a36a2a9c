package org.speakdraw.app.recording;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * The recordings' part of the configuration.
 *
 * @param maxQueuedBytes        waiting to be written, over all recordings
 * @param maxBytesPerRecording  kept of one recording; its oldest key frames go first
 * @param maxTotalBytes         kept of all recordings; the oldest recordings go first
 * @param retention             age from which a recording is deleted
 * @param maxExports            made at once on this server
 * @param maxExportSeconds      of a recording that one export covers
 * @param maxRepaints           running at once on this server
 */
record RecordingConfig(
        long maxQueuedBytes,
        long maxBytesPerRecording,
        long maxTotalBytes,
        Duration retention,
        int maxExports,
        int maxExportSeconds,
        int maxRepaints) {

    RecordingConfig {
        if (maxQueuedBytes < 1 || maxBytesPerRecording < 1 || maxTotalBytes < maxBytesPerRecording) {
            throw new IllegalArgumentException("speakdraw.recording.max-queued-bytes is " + maxQueuedBytes
                    + ", max-bytes-per-recording " + maxBytesPerRecording + ", max-total-bytes " + maxTotalBytes
                    + "; at least 1 each, and the total not below one recording");
        }
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException(
                    "speakdraw.recording.retention-days is " + retention.toDays() + "; at least 1");
        }
        if (maxExports < 1 || maxExportSeconds < 1 || maxRepaints < 0) {
            throw new IllegalArgumentException("speakdraw.recording.max-exports is " + maxExports
                    + ", max-export-seconds " + maxExportSeconds + ", max-repaints " + maxRepaints
                    + "; at least 1, 1 and 0");
        }
    }

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        RecordingConfig read(Config config) {
            return new RecordingConfig(
                    config.getValue("speakdraw.recording.max-queued-bytes", long.class),
                    config.getValue("speakdraw.recording.max-bytes-per-recording", long.class),
                    config.getValue("speakdraw.recording.max-total-bytes", long.class),
                    Duration.ofDays(config.getValue("speakdraw.recording.retention-days", long.class)),
                    config.getValue("speakdraw.recording.max-exports", int.class),
                    config.getValue("speakdraw.recording.max-export-seconds", int.class),
                    config.getValue("speakdraw.recording.max-repaints", int.class));
        }

        @Produces
        @Singleton
        ExportTurns exportTurns(RecordingConfig config) {
            return new ExportTurns(config.maxExports());
        }

        @Produces
        @Singleton
        RecordingQueue queue(RecordingConfig config) {
            return new RecordingQueue(config.maxQueuedBytes());
        }
    }
}
