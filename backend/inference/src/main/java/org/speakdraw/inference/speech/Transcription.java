package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.speakdraw.inference.AudioClip;

/** A clip being written down. One thread at a time. */
public final class Transcription {

    private static final long SEED = 0x5eed;
    /** Seconds under which the rest of a long clip holds no word, but makes Whisper invent one. */
    private static final double SHORTEST_REST = 0.1;

    private final Whisper whisper;
    private final double seconds;
    private final SpeechOptions options;
    private final float[] samples;
    private final HallucinationFilter filter;
    private final List<SpeechSegment> segments = new ArrayList<>();
    private final List<Integer> said = new ArrayList<>();
    private String language;
    private int seek;

    Transcription(Whisper whisper, AudioClip clip, SpeechOptions options) {
        this.whisper = whisper;
        this.seconds = clip.seconds();
        this.options = options;
        this.samples = new SincResampler(LogMel.SAMPLE_RATE).resample(clip).samples();
        this.filter = new HallucinationFilter(options.silenceLevel());
        this.language = options.language();
        if (!options.prompt().isBlank()) {
            said.addAll(whisper.tokenizer().encode(" " + options.prompt().strip()));
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
     * Listens to the next window, and lets others have a say between the runs of the networks.
     *
     * @return whether something is left after it
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}
     */
    public boolean step(DecodingControl control) {
        if (!left()) {
            return false;
        }
        int columns = Math.max(1, Math.min(LogMel.FRAMES, (samples.length - seek) / LogMel.HOP));
        int advance = columns;
        if (!filter.isSilent(samples, seek)) {
            advance = listen(columns, control);
        }
        seek += advance * LogMel.HOP;
        return left();
    }

    /** What was understood so far. */
    public Transcript transcript() {
        StringBuilder text = new StringBuilder();
        segments.forEach(segment -> text.append(segment.text()));
        return new Transcript(text.toString().strip(), language, seconds, segments);
    }

    private boolean left() {
        return seek < samples.length && (seek == 0 || samples.length - seek > SHORTEST_REST * LogMel.SAMPLE_RATE);
    }

    private int listen(int columns, DecodingControl control) {
        // From the same numbers however often a window is begun.
        RandomGenerator random = new SplittableRandom(SEED + seek);
        WindowDecoder.Window window = whisper.understand(
                new WindowDecoder.Passage(samples, seek, columns, language, said), options, random, control);
        if (window.result().isSilence(options) || window.result().isUnbelievable(options)) {
            return columns;
        }
        language = window.language();
        WindowResult result = window.result();
        Segmentation cut = Segmentation.of(result.tokens(), whisper.tokenizer().special(), columns);
        List<TimedWord> words = options.words() ? whisper.words(window, columns) : List.of();
        List<Integer> kept = add(cut, result, words);
        if (!options.carryText() || result.temperature() > 0.5) {
            said.clear();
        } else {
            said.addAll(kept);
        }
        return cut.advance();
    }

    /** Adds the segments that hold words, and returns their tokens. */
    private List<Integer> add(Segmentation cut, WindowResult result, List<TimedWord> words) {
        SpecialTokens special = whisper.tokenizer().special();
        int first = 0;
        double offset = (double) seek / LogMel.SAMPLE_RATE;
        List<Integer> kept = new ArrayList<>();
        for (Segmentation.Part part : cut.parts()) {
            int from = first;
            int to =
                    first + (int) part.tokens().stream().filter(special::isText).count();
            first = to;
            String heard = whisper.tokenizer().decode(part.tokens());
            if (!filter.isHallucination(heard, result.noSpeech(), result.logProbability())) {
                kept.addAll(part.tokens());
                segments.add(new SpeechSegment(
                        offset + part.start(),
                        offset + part.end(),
                        filter.withoutRepeats(heard),
                        part.tokens(),
                        words.stream()
                                .filter(word -> word.token() >= from && word.token() < to)
                                .map(word -> word.after(offset))
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
