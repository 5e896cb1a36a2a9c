package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * A transcript in the making.
 *
 * @param tokens         without the prefix; with the end of text once it is reached
 * @param logProbability sum over the tokens
 * @param ended          whether the last token is the end of text
 */
record Hypothesis(List<Integer> tokens, double logProbability, boolean ended) {

    Hypothesis {
        tokens = List.copyOf(tokens);
    }

    static Hypothesis empty() {
        return new Hypothesis(List.of(), 0, false);
    }

    Hypothesis plus(int token, double logProbability, int endOfText) {
        List<Integer> longer = new ArrayList<>(tokens);
        longer.add(token);
        return new Hypothesis(longer, this.logProbability + logProbability, token == endOfText);
    }

    /** The tokens without the end of text. */
    List<Integer> said() {
        return ended ? tokens.subList(0, tokens.size() - 1) : tokens;
    }

    /** By which finished hypotheses compare: the mean over the tokens said. */
    double rank() {
        return logProbability / Math.max(1, said().size());
    }

    /** Mean over the tokens said and the end of text. */
    double meanLogProbability() {
        return logProbability / (said().size() + 1);
    }
}
