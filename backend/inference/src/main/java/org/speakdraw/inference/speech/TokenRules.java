package org.speakdraw.inference.speech;

import java.util.Arrays;
import java.util.List;

/**
 * Which tokens may come next (openai/whisper, {@code decoding.py}: suppress lists, blank at the beginning, order and
 * pairing of timestamps). Immutable, thread-safe.
 *
 * @param suppressed       never
 * @param suppressedFirst  not as the first token
 * @param timestamps       whether timestamps are wanted; otherwise only the lists hold
 * @param latestFirstStamp steps of 20 ms that the first timestamp is at most
 */
record TokenRules(
        SpecialTokens special,
        List<Integer> suppressed,
        List<Integer> suppressedFirst,
        boolean timestamps,
        int latestFirstStamp) {

    private static final float NEVER = Float.NEGATIVE_INFINITY;

    TokenRules {
        suppressed = List.copyOf(suppressed);
        suppressedFirst = List.copyOf(suppressedFirst);
    }

    /**
     * Sets the logits of what may not follow to negative infinity.
     *
     * @param said the tokens so far, without the prefix
     */
    void apply(float[] logits, List<Integer> said) {
        suppress(logits, suppressed);
        if (said.isEmpty()) {
            suppress(logits, suppressedFirst);
        }
        if (timestamps) {
            applyTimestamps(logits, said);
        }
    }

    private void applyTimestamps(float[] logits, List<Integer> said) {
        int begin = special.timestampBegin();
        logits[special.noTimestamps()] = NEVER;
        int size = said.size();
        boolean afterStamp = size >= 1 && special.isTimestamp(said.get(size - 1));
        boolean afterPair = afterStamp && (size < 2 || special.isTimestamp(said.get(size - 2)));
        if (afterPair) {
            Arrays.fill(logits, begin, logits.length, NEVER);
        } else if (afterStamp) {
            Arrays.fill(logits, 0, special.endOfText(), NEVER);
        }
        said.stream()
                .filter(special::isTimestamp)
                .reduce((earlier, later) -> later)
                .ifPresent(last -> {
                    // A segment that ends may end where it began to be heard; one that begins must not have no length.
                    int from = afterStamp && !afterPair ? last : last + 1;
                    Arrays.fill(logits, begin, Math.min(from, logits.length), NEVER);
                });
        if (said.isEmpty()) {
            Arrays.fill(logits, 0, begin, NEVER);
            Arrays.fill(logits, Math.min(begin + latestFirstStamp + 1, logits.length), logits.length, NEVER);
        }
        int text = Probabilities.largest(logits, 0, begin);
        if (Probabilities.logSum(logits, begin, logits.length) > logits[text]) {
            Arrays.fill(logits, 0, begin, NEVER);
        }
    }

    private static void suppress(float[] logits, List<Integer> ids) {
        for (int id : ids) {
            if (id >= 0 && id < logits.length) {
                logits[id] = NEVER;
            }
        }
    }
}
