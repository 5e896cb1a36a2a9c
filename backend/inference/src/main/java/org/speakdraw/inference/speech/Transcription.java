package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.AudioClip;

/** A clip being written down. One thread at a time. */
public final class Transcription {

    private static final long SEED = 0x5eed;
    /** Seconds under which the rest of a long clip holds no word, but makes Whisper invent one. */
    private static final double SHORTEST_REST = 0.1;

    private final SpeechRecogniser recogniser;
    private final double seconds;
    private final SpeechOptions options;
    private final float[] samples;
    private final List<SpeechSegment> segments = new ArrayList<>();
    private final List<Integer> said = new ArrayList<>();
    private String language;
    private String foreign = "";
    private @Nullable VoicedSound sound;
    private int seek;

    Transcription(SpeechRecogniser recogniser, AudioClip clip, SpeechOptions options) {
        this.recogniser = recogniser;
        this.seconds = clip.seconds();
        this.options = options;
        this.samples = new SincResampler(LogMel.SAMPLE_RATE).resample(clip).samples();
        this.language = options.language();
        if (!options.prompt().isBlank()) {
            said.addAll(recogniser.model().encode(" " + options.prompt().strip()));
        }
    }

    /**
     * Listens to the next window.
     *
     * @return whether something is left after it
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}
     */
    public boolean step() {
        return step(DecodingControl.NONE);
    }

    /**
     * Listens to the next window of what may be speech, and lets others have a say between the runs of the networks.
     *
     * @return whether something is left after it
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}
     */
    public boolean step(DecodingControl control) {
        VoicedSound voiced = sound;
        if (voiced == null) {
            voiced = recogniser.voiced(samples, options.voiceLikelihood(), control);
            sound = voiced;
        }
        if (left(voiced)) {
            seek += listen(voiced, control) * LogMel.HOP;
        }
        boolean more = left(voiced);
        if (!isDoubtful()) {
            control.certain(transcript().text());
        } else if (!more && isBabble(voiced)) {
            segments.clear();
        }
        return more;
    }

    /** Whether the model is sure of nothing so far. */
    private boolean isDoubtful() {
        return segments.stream()
                .allMatch(segment -> segment.noSpeech() > WindowResult.DOUBTFUL_NO_SPEECH
                        && segment.logProbability() < WindowResult.DOUBTFUL_LOG_PROBABILITY);
    }

    /** Whether what is in doubt is nothing but a few words in a lot of voice. */
    private boolean isBabble(VoicedSound voiced) {
        return SpeechPace.isTooLongFor(transcript().text(), voiced.voicedSeconds(0, voiced.length()));
    }

    /** What was understood so far. */
    public Transcript transcript() {
        return new Transcript(text().strip(), language, foreign, seconds, segments);
    }

    private String text() {
        return segments.stream().map(SpeechSegment::text).collect(Collectors.joining());
    }

    private boolean left(VoicedSound voiced) {
        int rest = voiced.length() - seek;
        return rest > (seek == 0 ? 0 : SHORTEST_REST * LogMel.SAMPLE_RATE);
    }

    /** Returns by how many feature columns to go on. */
    private int listen(VoicedSound voiced, DecodingControl control) {
        float[] part = voiced.cut(seek, LogMel.WINDOW);
        int columns = Math.max(1, part.length / LogMel.HOP);
        double voice = voiced.voicedSeconds(seek, part.length);
        // From the same numbers however often a window is begun.
        RandomGenerator random = new SplittableRandom(SEED + seek);
        WindowModel.Passage passage = new WindowModel.Passage(part, columns, voice, language, said, expected(voice));
        StringBuilder certain = new StringBuilder(text());
        WindowModel.Window window = recogniser.understand(passage, options, random, control, decided -> {
            certain.append(recogniser.model().decode(decided));
            control.certain(certain.toString().strip());
        });
        // A model that knows one language says nothing about which was spoken.
        if (options.isForeign(window.language()) && recogniser.languages().size() > 1) {
            if (!window.result().text().isEmpty() && !window.result().isDoubtful()) {
                foreign = window.language();
            }
            return columns;
        }
        if (window.result().isSilence(options) || window.result().isUnbelievable(options, voice)) {
            if (window.result().decided() == 0) {
                return columns;
            }
            window = window.with(window.result().decidedOnly(recogniser.model()::decode));
        }
        language = window.language();
        WindowResult result = window.result();
        Segmentation cut = recogniser.model().segments(window, columns);
        List<TimedWord> words = options.words() ? recogniser.words(window, columns) : List.of();
        List<Integer> kept = add(voiced, cut, result, words);
        if (!options.carryText() || result.temperature() > 0.5) {
            said.clear();
        } else {
            said.addAll(kept);
        }
        return cut.advance();
    }

    /** Tokens of what may have stood before so little sound. */
    private List<Integer> expected(double voice) {
        return SpeechPace.isShort(voice) && !options.phrases().isBlank()
                ? recogniser.model().encode(" " + options.phrases().strip())
                : List.of();
    }

    /** Adds the segments that hold words, and returns their tokens. */
    private List<Integer> add(VoicedSound voiced, Segmentation cut, WindowResult result, List<TimedWord> words) {
        int first = 0;
        double offset = (double) seek / LogMel.SAMPLE_RATE;
        List<Integer> kept = new ArrayList<>();
        for (Segmentation.Part part : cut.parts()) {
            int from = first;
            int to = first
                    + (int) part.tokens().stream()
                            .filter(recogniser.model()::isText)
                            .count();
            first = to;
            String heard = recogniser.model().decode(part.tokens());
            if (!HallucinationFilter.isHallucination(heard, result.noSpeech(), result.logProbability())) {
                kept.addAll(part.tokens());
                segments.add(new SpeechSegment(
                        voiced.start(offset + part.start()),
                        voiced.end(offset + part.end()),
                        Repetition.withoutLoops(heard),
                        part.tokens(),
                        words.stream()
                                .filter(word -> word.token() >= from && word.token() < to)
                                .map(word -> word.in(voiced, offset))
                                .toList(),
                        result.temperature(),
                        result.logProbability(),
                        result.compressionRatio(),
                        result.noSpeech()));
            }
        }
        return kept;
    }
}
