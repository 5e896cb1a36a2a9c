package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A transcript in the making.
 *
 * @param tokens           without the prefix; with the end of text once it is reached
 * @param logProbabilities of each token
 * @param ended            whether the last token is the end of text
 * @param loops            whether it was cut off because it repeats itself
 */
record Hypothesis(List<Integer> tokens, List<Double> logProbabilities, boolean ended, boolean loops) {

    /** One that loops is the worst, however sure the network is of it: loops are what it is surest of. */
    static final Comparator<Hypothesis> WORST_FIRST =
            Comparator.comparing((Hypothesis hypothesis) -> !hypothesis.loops()).thenComparingDouble(Hypothesis::rank);

    Hypothesis {
        tokens = List.copyOf(tokens);
        logProbabilities = List.copyOf(logProbabilities);
    }

    static Hypothesis empty() {
        return new Hypothesis(List.of(), List.of(), false, false);
    }

    /** One token longer; a loop is noticed here. */
    Hypothesis plus(int token, double logProbability, SpecialTokens special) {
        List<Integer> longer = new ArrayList<>(tokens);
        longer.add(token);
        List<Double> logs = new ArrayList<>(logProbabilities);
        logs.add(logProbability);
        boolean end = token == special.endOfText();
        boolean circling =
                !end && TokenLoop.endsIn(longer.stream().filter(special::isText).toList());
        return new Hypothesis(longer, logs, end, circling);
    }

    /** Its first tokens alone, as if it had ended there. */
    Hypothesis first(int count) {
        return new Hypothesis(tokens.subList(0, count), logProbabilities.subList(0, count), false, false);
    }

    /** Sum over the tokens. */
    double logProbability() {
        return logProbabilities.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Whether nothing more is to be added. */
    boolean complete() {
        return ended || loops;
    }

    /** The tokens without the end of text. */
    List<Integer> said() {
        return ended ? tokens.subList(0, tokens.size() - 1) : tokens;
    }

    /** By which finished hypotheses compare: the mean over the tokens said. */
    double rank() {
        return logProbability() / Math.max(1, said().size());
    }

    /** Mean over the tokens said and the end of text. */
    double meanLogProbability() {
        return logProbability() / (said().size() + 1);
    }
}
