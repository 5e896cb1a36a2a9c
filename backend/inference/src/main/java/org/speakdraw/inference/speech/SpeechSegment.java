package org.speakdraw.inference.speech;

import java.util.List;

/**
 * A stretch of speech.
 *
 * @param startSeconds      from the clip's beginning
 * @param endSeconds        from the clip's beginning
 * @param text              as decoded: usually begins with a space
 * @param tokens            ids, timestamps included
 * @param words             with their times; empty unless they were asked for
 * @param temperature       at which the result was found
 * @param logProbability    natural logarithm, mean over the window's tokens
 * @param compressionRatio  of the window's text
 * @param noSpeech          probability that the window holds no speech
 */
public record SpeechSegment(
        double startSeconds,
        double endSeconds,
        String text,
        List<Integer> tokens,
        List<SpeechWord> words,
        double temperature,
        double logProbability,
        double compressionRatio,
        double noSpeech) {

    /** Takes copies of the lists. */
    public SpeechSegment {
        tokens = List.copyOf(tokens);
        words = List.copyOf(words);
    }
}
