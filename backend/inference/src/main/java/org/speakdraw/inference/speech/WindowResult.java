package org.speakdraw.inference.speech;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.zip.Deflater;

/**
 * What one window of 30 s gave.
 *
 * @param tokens           without prefix and end of text
 * @param logs             natural logarithm of each one's probability
 * @param decided          how many of them stay, however poor the rest
 * @param text             of the tokens
 * @param temperature      at which it was found
 * @param logProbability   natural logarithm, mean over the tokens and the end of text
 * @param compressionRatio of the text
 * @param noSpeech         probability that nobody speaks
 */
record WindowResult(
        List<Integer> tokens,
        List<Double> logs,
        int decided,
        String text,
        double temperature,
        double logProbability,
        double compressionRatio,
        double noSpeech) {

    /** A text that zlib makes smaller than by this factor is a loop, whatever a caller would let pass. */
    private static final double LOOP_RATIO = 2.4;

    /** Under this the words have nothing to do with the sound. */
    private static final double HOPELESS_LOG_PROBABILITY = -1.5;

    static final double DOUBTFUL_NO_SPEECH = 0.3;
    static final double DOUBTFUL_LOG_PROBABILITY = -0.7;

    /** Of a usual caller, {@link SpeechOptions#standard}; whoever wants less is obeyed. */
    private static final double USUAL_LOG_PROBABILITY = -1;

    /** One of which nothing is decided. */
    WindowResult(
            List<Integer> tokens,
            List<Double> logs,
            String text,
            double temperature,
            double logProbability,
            double compressionRatio,
            double noSpeech) {
        this(tokens, logs, 0, text, temperature, logProbability, compressionRatio, noSpeech);
    }

    /** Whether there may have been no speech, or other words. */
    boolean isDoubtful() {
        return noSpeech > DOUBTFUL_NO_SPEECH || logProbability < DOUBTFUL_LOG_PROBABILITY;
    }

    /** Whether the text is one phrase again and again. */
    boolean isRepetition() {
        return !Repetition.once(text).equals(text);
    }

    /** The same without what follows the first round of a phrase, unless it is decided. */
    WindowResult once(Function<List<Integer>, String> decoder) {
        return first(Math.max(decided, Repetition.tokensOf(Repetition.once(text), tokens, decoder)), decoder);
    }

    /** The same with nothing but what is decided. */
    WindowResult decidedOnly(Function<List<Integer>, String> decoder) {
        return first(decided, decoder);
    }

    private WindowResult first(int count, Function<List<Integer>, String> decoder) {
        List<Integer> first = tokens.subList(0, count);
        List<Double> own = logs.subList(0, count);
        String said = decoder.apply(first).strip();
        // What comes again is nearly certain, and says nothing of what came first.
        double mean = own.stream().mapToDouble(Double::doubleValue).average().orElse(logProbability);
        return new WindowResult(first, own, decided, said, temperature, mean, compressionRatio(said), noSpeech);
    }

    /** Whether it is silence rather than a bad result: both the model's doubt and a poor text must say so. */
    boolean isSilence(SpeechOptions options) {
        return noSpeech > options.noSpeechThreshold() && logProbability < options.minLogProbability();
    }

    /** Whether the text repeats itself more than the options, or anybody who speaks, would have it. */
    boolean loops(SpeechOptions options) {
        return compressionRatio > Math.max(LOOP_RATIO, options.maxCompressionRatio());
    }

    /** Whether any other attempt is to be preferred. */
    boolean isHopeless(SpeechOptions options) {
        return loops(options) || logProbability < Math.min(HOPELESS_LOG_PROBABILITY, options.minLogProbability());
    }

    /**
     * Whether it is better to say nothing than this: a loop, or, the likelier silence is, words that the model itself
     * hardly believes in. Measured on speech, noise, music and babble; no command that was understood is that doubtful.
     *
     * @param voiced seconds of voice that it was made of
     */
    boolean isUnbelievable(SpeechOptions options, double voiced) {
        boolean patient = options.minLogProbability() < USUAL_LOG_PROBABILITY;
        double least = leastLogProbability(voiced);
        return loops(options) || logProbability < (patient ? Math.min(least, options.minLogProbability()) : least);
    }

    private double leastLogProbability(double voiced) {
        if (noSpeech <= DOUBTFUL_NO_SPEECH) {
            return Double.NEGATIVE_INFINITY;
        }
        return noSpeech > 0.8 || SpeechPace.isShort(voiced) ? DOUBTFUL_LOG_PROBABILITY : -1;
    }

    /** Whether a higher temperature is worth a try. */
    boolean needsFallback(SpeechOptions options) {
        boolean poor = compressionRatio > options.maxCompressionRatio() || logProbability < options.minLogProbability();
        return poor && !isSilence(options);
    }

    /** Bytes of the text to bytes after zlib; 0 for an empty text. */
    static double compressionRatio(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] buffer = new byte[bytes.length + 64];
            int size = 0;
            while (!deflater.finished()) {
                size += deflater.deflate(buffer);
            }
            return (double) bytes.length / size;
        } finally {
            deflater.end();
        }
    }
}
