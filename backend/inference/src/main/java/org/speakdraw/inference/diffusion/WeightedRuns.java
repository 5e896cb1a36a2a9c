package org.speakdraw.inference.diffusion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads the brackets of one prompt, see {@link PromptSyntax}: from left to right, without recursion. */
final class WeightedRuns {

    private static final float STRONGER = 1.1f;
    /** Brackets within more brackets than this weigh nothing; 1.1 to its power is past the largest weight. */
    private static final int MAX_DEPTH = 16;

    private final String prompt;
    private final List<StringBuilder> texts = new ArrayList<>();
    private final List<Float> weights = new ArrayList<>();
    /** The numbers of the runs that began with a bracket that is still open. */
    private final Deque<Integer> round = new ArrayDeque<>();

    private final Deque<Integer> square = new ArrayDeque<>();
    private int at;

    private WeightedRuns(String prompt) {
        this.prompt = prompt;
    }

    /** At least one run. */
    static List<WeightedText> parse(String prompt) {
        return new WeightedRuns(prompt).read();
    }

    private List<WeightedText> read() {
        begin();
        while (at < prompt.length()) {
            step();
        }
        while (!round.isEmpty()) {
            close(round, STRONGER);
        }
        while (!square.isEmpty()) {
            close(square, 1 / STRONGER);
        }
        return merged();
    }

    private void step() {
        char c = prompt.charAt(at++);
        if (c == '\\' && at < prompt.length() && "()[]\\".indexOf(prompt.charAt(at)) >= 0) {
            text(prompt.charAt(at++));
        } else if (c == '(') {
            open(round);
        } else if (c == '[') {
            open(square);
        } else if (c == ')' && !round.isEmpty()) {
            close(round, STRONGER);
        } else if (c == ']' && !square.isEmpty()) {
            close(square, 1 / STRONGER);
        } else if (c != ':' || round.isEmpty() || !closedByWeight()) {
            text(c);
        }
    }

    /** Whether a number and a round bracket follow; then they are read. */
    private boolean closedByWeight() {
        int end = prompt.indexOf(')', at);
        if (end < 0) {
            return false;
        }
        float weight = PromptSyntax.number(prompt.substring(at, end).strip(), PromptSyntax.MAX_WEIGHT);
        if (weight < 0) {
            return false;
        }
        close(round, weight);
        at = end + 1;
        return true;
    }

    private void text(char c) {
        texts.get(texts.size() - 1).append(c);
    }

    private void begin() {
        texts.add(new StringBuilder());
        weights.add(1f);
    }

    private void open(Deque<Integer> brackets) {
        begin();
        brackets.push(texts.size() - 1);
    }

    private void close(Deque<Integer> brackets, float factor) {
        boolean counts = brackets.size() <= MAX_DEPTH;
        for (int run = brackets.pop(); counts && run < texts.size(); run++) {
            weights.set(run, weights.get(run) * factor);
        }
        begin();
    }

    private List<WeightedText> merged() {
        List<WeightedText> runs = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i).toString();
            float weight =
                    rounded(Math.max(PromptSyntax.MIN_WEIGHT, Math.min(PromptSyntax.MAX_WEIGHT, weights.get(i))));
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last).weight() == weight) {
                runs.set(last, new WeightedText(runs.get(last).text() + text, weight));
            } else if (!text.isEmpty()) {
                runs.add(new WeightedText(text, weight));
            }
        }
        return runs.isEmpty() ? List.of(new WeightedText("", 1)) : runs;
    }

    /** To four digits, so that brackets that cancel each other out give exactly 1. */
    private static float rounded(float weight) {
        return Math.round(weight * 1e4f) / 1e4f;
    }
}
