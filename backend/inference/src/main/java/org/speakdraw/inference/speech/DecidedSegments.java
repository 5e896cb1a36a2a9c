package org.speakdraw.inference.speech;

import java.util.List;
import java.util.function.Consumer;

/**
 * Those segments of a window that stay whatever comes after them: each is decided once its closing timestamp is there, in
 * the first, greedy attempt, where somebody speaks for sure and the words are likely. Further attempts go on from them, so
 * that they can be shown at once. The first one in doubt ends it. One window, one thread.
 */
final class DecidedSegments {

    private final WhisperTokenizer tokenizer;
    private final SpeechOptions options;
    private final boolean wanted;
    private final Consumer<List<Integer>> listener;
    private Hypothesis decided = Hypothesis.empty();
    private boolean open;

    private DecidedSegments(
            WhisperTokenizer tokenizer, SpeechOptions options, boolean wanted, Consumer<List<Integer>> listener) {
        this.tokenizer = tokenizer;
        this.options = options;
        this.wanted = wanted;
        this.listener = listener;
    }

    /**
     * None yet; without timestamps none ever.
     *
     * @param listener is told the tokens of each, with their timestamps, as {@link Segmentation} cuts them
     */
    static DecidedSegments of(WhisperTokenizer tokenizer, SpeechOptions options, Consumer<List<Integer>> listener) {
        return new DecidedSegments(tokenizer, options, options.timestamps(), listener);
    }

    /** None ever: for attempts that may count for nothing. */
    static DecidedSegments none(WhisperTokenizer tokenizer, SpeechOptions options) {
        return new DecidedSegments(tokenizer, options, false, segment -> {});
    }

    /** An attempt begins. */
    void begin(double noSpeech) {
        open = wanted && noSpeech <= WindowResult.DOUBTFUL_NO_SPEECH;
    }

    /** What every further attempt goes on from; empty at first. */
    Hypothesis soFar() {
        return decided;
    }

    /** The first attempt has grown by a token. */
    void consider(Hypothesis longer) {
        if (open && endsSegment(longer.tokens())) {
            List<Integer> segment = longer.tokens()
                    .subList(decided.tokens().size(), longer.tokens().size());
            open = isSure(segment, longer);
            if (open) {
                decided = longer;
                listener.accept(segment);
            }
        }
    }

    private boolean endsSegment(List<Integer> tokens) {
        int size = tokens.size();
        SpecialTokens special = tokenizer.special();
        return size > decided.tokens().size() + 1
                && special.isTimestamp(tokens.get(size - 1))
                && special.isText(tokens.get(size - 2));
    }

    /** Whether nothing that judges a whole window could object to it. */
    private boolean isSure(List<Integer> segment, Hypothesis longer) {
        String text = tokenizer.decode(segment);
        String all = tokenizer.decode(longer.tokens()).strip();
        double likely = (longer.logProbability() - decided.logProbability()) / segment.size();
        return likely >= Math.max(options.minLogProbability(), WindowResult.DOUBTFUL_LOG_PROBABILITY)
                && WindowResult.compressionRatio(all) <= options.maxCompressionRatio()
                && !HallucinationFilter.isHallucination(text, 1, Double.NEGATIVE_INFINITY)
                && Repetition.withoutLoops(all).equals(all)
                && Repetition.once(all).equals(all);
    }
}
