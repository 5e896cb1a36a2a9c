package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Finds the likely continuation of a prefix: greedy or drawn (each row by itself), or by beams (rows compete).
 *
 * @param maxTokens after the prefix
 * @param budget    of the window, shared by all searches in it
 * @param decided   what the rows by themselves begin with, and what the greedy one adds to
 */
record TokenSearch(
        TextDecoder decoder,
        TokenRules rules,
        int maxTokens,
        WindowBudget budget,
        DecidedSegments decided,
        SentenceInRounds rounds) {

    private record Extension(int parent, int token, double logProbability, double total) {}

    /**
     * What a search found.
     *
     * @param prefixLogits of the first step before any rule: [prefix, vocabulary]
     * @param noSpeech     probability that nobody speaks
     */
    record Found(Hypothesis best, float[][] prefixLogits, double noSpeech) {}

    /**
     * Rows that go on independently; the one with the best mean wins.
     *
     * @param temperature 0: the likeliest token
     * @param rows        1 at temperature 0, where all would be equal
     */
    Found independent(float[] states, int[] prefix, double temperature, int rows, RandomGenerator random) {
        budget.beforeRun();
        Hypothesis said = decided.soFar();
        float[][] prefixLogits = decoder.start(states, with(prefix, said));
        double noSpeech = noSpeech(prefix, prefixLogits);
        decided.begin(noSpeech);
        int end = rules.special().endOfText();
        List<Hypothesis> all = new ArrayList<>(Collections.nCopies(rows, said));
        float[][] logits = repeated(prefixLogits, rows);
        int room = maxTokens - said.tokens().size();
        for (int step = 0; step < room; step++) {
            int[] added = new int[rows];
            for (int row = 0; row < rows; row++) {
                Hypothesis hypothesis = all.get(row);
                added[row] = end;
                if (!hypothesis.complete()) {
                    rules.apply(logits[row], hypothesis.tokens());
                    added[row] = temperature == 0
                            ? Probabilities.largest(logits[row], 0, logits[row].length)
                            : Probabilities.draw(logits[row], temperature, random.nextDouble());
                    double log = logits[row][added[row]] - Probabilities.logSum(logits[row], 0, logits[row].length);
                    all.set(row, hypothesis.plus(added[row], log, rules.special()));
                }
            }
            if (temperature == 0) {
                decided.consider(all.get(0));
                Optional<Hypothesis> once = rounds.first(all.get(0), noSpeech);
                if (once.isPresent()) {
                    return new Found(once.get(), prefixLogits, noSpeech);
                }
            }
            if (step == room - 1 || all.stream().allMatch(Hypothesis::complete) || !budget.beforeStep(rows)) {
                break;
            }
            int[] parents = step == 0 ? new int[rows] : own(rows);
            logits = decoder.step(parents, added);
        }
        return new Found(best(all), prefixLogits, noSpeech);
    }

    /**
     * Beam search as in openai/whisper (patience 1): ends when as many hypotheses have ended as there are beams.
     *
     * @param beams at least 2
     */
    Found beams(float[] states, int[] prefix, int beams) {
        budget.beforeRun();
        float[][] prefixLogits = decoder.start(states, prefix);
        List<Hypothesis> live = List.of(Hypothesis.empty());
        List<Hypothesis> finished = new ArrayList<>();
        float[][] logits = repeated(prefixLogits, 1);
        for (int step = 0; step < maxTokens; step++) {
            List<Hypothesis> next = new ArrayList<>();
            List<Extension> chosen = new ArrayList<>();
            for (Extension extension : extensions(live, logits, beams + 1)) {
                Hypothesis longer = live.get(extension.parent())
                        .plus(extension.token(), extension.logProbability(), rules.special());
                if (longer.complete()) {
                    if (finished.size() < beams) {
                        finished.add(longer);
                    }
                } else {
                    next.add(longer);
                    chosen.add(extension);
                    if (next.size() == beams) {
                        break;
                    }
                }
            }
            live = next;
            if (finished.size() >= beams
                    || live.isEmpty()
                    || step == maxTokens - 1
                    || !budget.beforeStep(live.size())) {
                break;
            }
            logits = decoder.step(
                    chosen.stream().mapToInt(Extension::parent).toArray(),
                    chosen.stream().mapToInt(Extension::token).toArray());
        }
        live.stream()
                .sorted(Comparator.comparingDouble(Hypothesis::logProbability).reversed())
                .limit(beams - finished.size())
                .forEach(finished::add);
        return new Found(best(finished), prefixLogits, noSpeech(prefix, prefixLogits));
    }

    /** The best ways to go on, best first. */
    private List<Extension> extensions(List<Hypothesis> live, float[][] logits, int each) {
        List<Extension> extensions = new ArrayList<>();
        for (int row = 0; row < live.size(); row++) {
            rules.apply(logits[row], live.get(row).tokens());
            double[] logs = Probabilities.logs(logits[row]);
            for (int token : Probabilities.largest(logs, each)) {
                if (logs[token] != Double.NEGATIVE_INFINITY) {
                    extensions.add(
                            new Extension(row, token, logs[token], live.get(row).logProbability() + logs[token]));
                }
            }
        }
        extensions.sort(Comparator.comparingDouble(Extension::total).reversed());
        return extensions;
    }

    /** The probability that nobody speaks is that of its token where the text begins. */
    private double noSpeech(int[] prefix, float[][] prefixLogits) {
        SpecialTokens special = rules.special();
        int start = prefix.length - 1;
        while (start > 0 && prefix[start] != special.start()) {
            start--;
        }
        return Probabilities.of(prefixLogits[start], special.noSpeech());
    }

    private static int[] with(int[] prefix, Hypothesis said) {
        return IntStream.concat(Arrays.stream(prefix), said.tokens().stream().mapToInt(Integer::intValue))
                .toArray();
    }

    private static Hypothesis best(List<Hypothesis> hypotheses) {
        return Collections.max(hypotheses, Hypothesis.WORST_FIRST);
    }

    /** Copies of the last position's logits: the rules write into them. */
    private static float[][] repeated(float[][] prefixLogits, int rows) {
        float[][] copies = new float[rows][];
        Arrays.setAll(copies, row -> prefixLogits[prefixLogits.length - 1].clone());
        return copies;
    }

    private static int[] own(int rows) {
        int[] parents = new int[rows];
        Arrays.setAll(parents, row -> row);
        return parents;
    }
}
