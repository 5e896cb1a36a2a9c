package org.speakdraw.inference.speech;

import java.util.List;

/**
 * What one window of 30 s gave.
 *
 * @param tokens           without prefix and end of text
 * @param text             of the tokens
 * @param temperature      at which it was found
 * @param logProbability   natural logarithm, mean over the tokens
 * @param compressionRatio of the text
 * @param noSpeech         probability that nobody speaks
 */
record WindowResult(
        List<Integer> tokens,
        String text,
        double temperature,
        double logProbability,
        double compressionRatio,
        double noSpeech) {

    /** Whether it is silence rather than a bad result: both the model's doubt and a poor text must say so. */
    boolean isSilence(SpeechOptions options) {
        return noSpeech > options.noSpeechThreshold() && logProbability < options.minLogProbability();
    }

    /** Whether a higher temperature is worth a try. */
    boolean needsFallback(SpeechOptions options) {
        boolean poor = compressionRatio > options.maxCompressionRatio() || logProbability < options.minLogProbability();
        return poor && !isSilence(options);
    }
}
