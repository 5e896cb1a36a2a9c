package org.speakdraw.app.speech;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.speakdraw.app.platform.Json;
import org.speakdraw.inference.speech.SpeechSegment;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.Transcript;

/** How OpenAI's API writes a transcript. */
enum TranscriptFormat {
    /** {@code {"text": ..., "usage": ...}}. */
    JSON("json", "application/json"),
    /** The text alone. */
    TEXT("text", "text/plain"),
    /** With language, length, and segments or words. */
    VERBOSE_JSON("verbose_json", "application/json"),
    /** SubRip subtitles. */
    SRT("srt", "application/x-subrip"),
    /** WebVTT subtitles. */
    VTT("vtt", "text/vtt");

    /** What of a verbose transcript has times. */
    enum Times {
        SEGMENT,
        WORD
    }

    private record Plain(String text, TranscriptUsage usage) {}

    private final String id;
    private final String mediaType;

    TranscriptFormat(String id, String mediaType) {
        this.id = id;
        this.mediaType = mediaType;
    }

    static Optional<TranscriptFormat> of(String id) {
        return Stream.of(values()).filter(format -> format.id.equals(id)).findFirst();
    }

    String mediaType() {
        return mediaType;
    }

    String write(Transcript transcript, SpeechTask task, Set<Times> times) {
        return switch (this) {
            case JSON -> Json.write(new Plain(transcript.text(), TranscriptUsage.of(transcript)));
            case TEXT -> transcript.text() + "\n";
            case VERBOSE_JSON -> Json.write(VerboseTranscript.of(transcript, task, times));
            case SRT -> subtitles(transcript, "", ',', true);
            case VTT -> subtitles(transcript, "WEBVTT\n\n", '.', false);
        };
    }

    private static String subtitles(Transcript transcript, String head, char decimal, boolean numbered) {
        StringBuilder out = new StringBuilder(head);
        int number = 1;
        for (SpeechSegment segment : transcript.segments()) {
            if (numbered) {
                out.append(number++).append('\n');
            }
            out.append(timestamp(segment.startSeconds(), decimal))
                    .append(" --> ")
                    .append(timestamp(segment.endSeconds(), decimal))
                    .append('\n')
                    // An arrow in the text would be read as a time.
                    .append(segment.text().strip().replace("-->", "->"))
                    .append("\n\n");
        }
        return out.toString();
    }

    private static String timestamp(double seconds, char decimal) {
        long millis = Math.round(seconds * 1000);
        return "%02d:%02d:%02d%c%03d"
                .formatted(millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, decimal, millis % 1000);
    }
}
