package org.speakdraw.inference.speech;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Notices that Whisper, whose short context ends early, begins the same sentence again: likely words that fill the sound
 * once, where nobody could say them and what follows in it. They are the text; to write them to the end of the second and
 * third round, or to listen again with the whole context, would take many times as long.
 *
 * @param voiced  seconds of voice in the sound
 * @param decoder text of tokens
 */
record SentenceInRounds(double voiced, Function<List<Integer>, String> decoder) {

    /**
     * Of a first round's tokens, in the mean: less certain ones are worth listening to again with the whole context. Of 50
     * hard sentences it heard four and two words more of two (-0.44 and -0.54 at first), and a word less of one (-0.35).
     */
    private static final double CERTAIN_LOG_PROBABILITY = -0.35;

    /** Notices nothing. */
    static final SentenceInRounds NONE = new SentenceInRounds(0, tokens -> "");

    /**
     * The first round of a text that has begun another one; empty where it has not, or its first one is in doubt.
     *
     * @param noSpeech probability that nobody speaks
     */
    Optional<Hypothesis> first(Hypothesis written, double noSpeech) {
        if (SpeechPace.isShort(voiced) || noSpeech > WindowResult.DOUBTFUL_NO_SPEECH) {
            return Optional.empty();
        }
        String text = decoder.apply(written.said()).strip();
        if (!SpeechPace.isTooShortFor(text, voiced)) {
            return Optional.empty();
        }
        return Repetition.begunAgain(text)
                .filter(round -> !SpeechPace.isTooLongFor(round, voiced) && !SpeechPace.isTooShortFor(round, voiced))
                .map(round -> written.first(Repetition.tokensOf(round, written.said(), decoder)))
                .filter(round -> round.logProbability()
                        >= CERTAIN_LOG_PROBABILITY * round.tokens().size());
    }
}
