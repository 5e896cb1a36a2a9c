package org.speakdraw.app.speech;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.speakdraw.app.speech.TranscriptFormat.Times;
import org.speakdraw.inference.speech.SpeechSegment;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.SpeechWord;
import org.speakdraw.inference.speech.Transcript;

/**
 * OpenAI's {@code verbose_json}. Times are in seconds, rounded to milliseconds.
 *
 * @param language its name in English
 * @param duration of the sound
 * @param segments where they are wanted
 * @param words    where they are wanted
 * @param usage    what it counts as
 */
record VerboseTranscript(
        String task,
        String language,
        double duration,
        String text,
        Optional<List<Segment>> segments,
        Optional<List<Word>> words,
        TranscriptUsage usage) {

    /**
     * A part of the text.
     *
     * @param seek where its window begins, in columns of 10 ms, as in openai/whisper
     */
    record Segment(
            int id,
            int seek,
            double start,
            double end,
            String text,
            List<Integer> tokens,
            double temperature,
            @JsonProperty("avg_logprob") double logProbability,
            @JsonProperty("compression_ratio") double compressionRatio,
            @JsonProperty("no_speech_prob") double noSpeech) {

        static Segment of(int id, SpeechSegment segment) {
            return new Segment(
                    id,
                    (int) (segment.startSeconds() * 100),
                    rounded(segment.startSeconds()),
                    rounded(segment.endSeconds()),
                    segment.text(),
                    segment.tokens(),
                    segment.temperature(),
                    segment.logProbability(),
                    segment.compressionRatio(),
                    segment.noSpeech());
        }
    }

    /** A word with the punctuation that follows it. */
    record Word(String word, double start, double end) {

        static Word of(SpeechWord word) {
            return new Word(word.text(), rounded(word.startSeconds()), rounded(word.endSeconds()));
        }
    }

    /** @param times what is wanted with times */
    static VerboseTranscript of(Transcript transcript, SpeechTask task, Set<Times> times) {
        return new VerboseTranscript(
                task.name().toLowerCase(Locale.ROOT),
                LanguageNames.nameOf(transcript.language()),
                rounded(transcript.seconds()),
                transcript.text(),
                Optional.of(Times.SEGMENT).filter(times::contains).map(wanted -> segments(transcript)),
                Optional.of(Times.WORD).filter(times::contains).map(wanted -> words(transcript)),
                TranscriptUsage.of(transcript));
    }

    private static List<Segment> segments(Transcript transcript) {
        List<Segment> segments = new ArrayList<>();
        transcript.segments().forEach(segment -> segments.add(Segment.of(segments.size(), segment)));
        return segments;
    }

    private static List<Word> words(Transcript transcript) {
        return transcript.segments().stream()
                .flatMap(segment -> segment.words().stream())
                .map(Word::of)
                .toList();
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
