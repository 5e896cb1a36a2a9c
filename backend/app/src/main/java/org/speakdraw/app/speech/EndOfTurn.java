package org.speakdraw.app.speech;

import java.util.OptionalDouble;

/**
 * Whether somebody who pauses has said all: the surer it sounds, the less silence it takes. All samples are counted from
 * the moment the client noticed the pause. Not thread-safe.
 */
final class EndOfTurn {

    /** Samples of the pause that the judgement listens to, since it was trained on about a fifth of a second. */
    static final int JUDGED_AFTER = Utterance.SAMPLE_RATE * 128 / 1000;

    /** Likelihood from which on no more silence is needed. */
    private static final double SURE = 0.9;
    /** Likelihood under which the client must decide by silence alone. */
    private static final double UNLIKELY = 0.02;
    /** Confidence in the words under which nothing but silence counts: they are most likely torn, and about to change. */
    private static final double DOUBTFUL = 0.5;
    /** Samples of silence at the likelihood just above {@link #UNLIKELY}. */
    private static final int PATIENCE = Utterance.SAMPLE_RATE * 500 / 1000;

    private OptionalDouble likelihood = OptionalDouble.empty();
    private boolean asked;
    private boolean told;

    boolean canBeJudged(int silence) {
        return silence >= JUDGED_AFTER && likelihood.isEmpty();
    }

    /** Whether somebody has to ask for the judgement now. */
    boolean mustBeAskedFor(int silence) {
        return canBeJudged(silence) && !asked;
    }

    /** Whether it will come. */
    void asked(boolean comes) {
        asked = comes;
    }

    /**
     * @param finished   how likely all was said, 0..1
     * @param confidence in what was understood, 0..1
     */
    void judged(double finished, double confidence) {
        likelihood = OptionalDouble.of(confidence < DOUBTFUL ? 0 : finished);
    }

    /** Whether the silence is long enough for how it sounds; true once. */
    boolean isReached(int silence) {
        boolean reached = !told && likelihood.isPresent() && silence >= needed(likelihood.getAsDouble());
        told |= reached;
        return reached;
    }

    private static int needed(double likelihood) {
        if (likelihood >= SURE) {
            return JUDGED_AFTER;
        }
        double doubt = (SURE - likelihood) / (SURE - UNLIKELY);
        return likelihood < UNLIKELY ? Integer.MAX_VALUE : JUDGED_AFTER + (int) (doubt * (PATIENCE - JUDGED_AFTER));
    }
}
