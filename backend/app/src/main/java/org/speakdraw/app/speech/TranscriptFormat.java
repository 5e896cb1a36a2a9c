package org.speakdraw.app.speech;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.speakdraw.inference.speech.SpeechSegment;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.SpeechWord;
import org.speakdraw.inference.speech.Transcript;

/** How OpenAI's API writes a transcript. */
enum TranscriptFormat {
    /** {@code {"text": ...}}. */
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
            case JSON -> text(transcript).toString();
            case TEXT -> transcript.text() + "\n";
            case VERBOSE_JSON -> verbose(transcript, task, times).toString();
            case SRT -> subtitles(transcript, "", ',', true);
            case VTT -> subtitles(transcript, "WEBVTT\n\n", '.', false);
        };
    }

    private static JsonObject text(Transcript transcript) {
        return Json.createObjectBuilder().add("text", transcript.text()).build();
    }

    private static JsonObject verbose(Transcript transcript, SpeechTask task, Set<Times> times) {
        JsonObjectBuilder verbose = Json.createObjectBuilder()
                .add("task", task.name().toLowerCase(Locale.ROOT))
                .add("language", languageName(transcript.language()))
                .add("duration", rounded(transcript.seconds()))
                .add("text", transcript.text());
        if (times.contains(Times.SEGMENT)) {
            verbose.add("segments", segments(transcript));
        }
        if (times.contains(Times.WORD)) {
            verbose.add("words", words(transcript));
        }
        return verbose.build();
    }

    private static JsonArrayBuilder segments(Transcript transcript) {
        JsonArrayBuilder segments = Json.createArrayBuilder();
        int id = 0;
        for (SpeechSegment segment : transcript.segments()) {
            JsonArrayBuilder tokens = Json.createArrayBuilder();
            segment.tokens().forEach(tokens::add);
            segments.add(Json.createObjectBuilder()
                    .add("id", id++)
                    // Feature columns of 10 ms, as in openai/whisper.
                    .add("seek", (int) (segment.startSeconds() * 100))
                    .add("start", rounded(segment.startSeconds()))
                    .add("end", rounded(segment.endSeconds()))
                    .add("text", segment.text())
                    .add("tokens", tokens)
                    .add("temperature", segment.temperature())
                    .add("avg_logprob", segment.logProbability())
                    .add("compression_ratio", segment.compressionRatio())
                    .add("no_speech_prob", segment.noSpeech()));
        }
        return segments;
    }

    private static JsonArrayBuilder words(Transcript transcript) {
        JsonArrayBuilder words = Json.createArrayBuilder();
        for (SpeechSegment segment : transcript.segments()) {
            for (SpeechWord word : segment.words()) {
                words.add(Json.createObjectBuilder()
                        .add("word", word.text())
                        .add("start", rounded(word.startSeconds()))
                        .add("end", rounded(word.endSeconds())));
            }
        }
        return words;
    }

    private static String languageName(String code) {
        return Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT);
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    private static String subtitles(Transcript transcript, String head, char decimal, boolean numbered) {
        StringBuilder out = new StringBuilder(head);
        int number = 1;
        for (SpeechSegment segment : transcript.segments()) {
            if (numbered) {
                out.append(number++).append('\n');
            }
            out.append(clock(segment.startSeconds(), decimal))
                    .append(" --> ")
                    .append(clock(segment.endSeconds(), decimal))
                    .append('\n')
                    // An arrow in the text would be read as a time.
                    .append(segment.text().strip().replace("-->", "->"))
                    .append("\n\n");
        }
        return out.toString();
    }

    private static String clock(double seconds, char decimal) {
        long millis = Math.round(seconds * 1000);
        return "%02d:%02d:%02d%c%03d"
                .formatted(millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, decimal, millis % 1000);
    }
}
