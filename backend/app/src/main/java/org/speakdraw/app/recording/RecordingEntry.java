package org.speakdraw.app.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Something that waits to be written. Entries of a recording are numbered from 0. */
sealed interface RecordingEntry {

    /** The recorded session. */
    UUID session();

    /** Position among the recording's entries. */
    int number();

    /** When in the recording, in milliseconds since its start: the recording lasts that long at least. */
    long offsetMillis();

    /** What it takes in memory, roughly. */
    default long bytes() {
        return 200;
    }

    /** What is written in its place when the database refuses it. */
    default Optional<RecordingEntry> ifRefused() {
        return Optional.empty();
    }

    /** The recording begins; {@code rate} as in {@link Switched}. */
    record Begun(
            UUID session,
            byte[] tokenDigest,
            Instant startedAt,
            double rate,
            boolean keepsInput,
            Optional<UUID> repaintOf)
            implements RecordingEntry {
        @Override
        public int number() {
            return 0;
        }

        @Override
        public long offsetMillis() {
            return 0;
        }
    }

    /**
     * It was switched off, or goes on after that.
     *
     * @param rate key frames a second that are kept from now on; 0 while it is off
     */
    record Switched(UUID session, int number, long offsetMillis, double rate, boolean keepsInput)
            implements RecordingEntry {}

    /** Settings changed; the first has all of them. Without the words of prompts, which have a table of their own. */
    record SettingsChanged(UUID session, int number, long offsetMillis, ObjectNode changes) implements RecordingEntry {}

    /** A key frame. */
    record Keyframe(UUID session, int number, long offsetMillis, Kind kind, long seed, byte[] sha256, byte[] jpeg)
            implements RecordingEntry {
        @Override
        public long bytes() {
            return 200L + jpeg.length;
        }

        @Override
        public Optional<RecordingEntry> ifRefused() {
            return Optional.of(new Gap(session, number, offsetMillis, offsetMillis, 1, Reason.UNWRITTEN));
        }
    }

    /** Nothing was kept from {@code startMillis} to {@code offsetMillis}. */
    record Gap(UUID session, int number, long startMillis, long offsetMillis, long lost, Reason reason)
            implements RecordingEntry {}

    /** What a key frame shows. */
    enum Kind {
        INPUT,
        OUTPUT;

        /** The name on the wire and in the database. */
        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Why there is a gap. */
    enum Reason {
        /** The owner switched recording off for a while. */
        PAUSED,
        /** The database was slow or gone for so long that the queue was full, or a disk was. */
        UNWRITTEN;

        /** The name on the wire and in the database. */
        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
