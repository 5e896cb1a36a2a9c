package org.speakdraw.inference.speech;

import java.util.List;

/** Tells when a hypothesis goes round in circles and will never end by itself. */
final class TokenLoop {

    /** Longer phrases come again in real speech: refrains, lists. */
    private static final int LONGEST_PERIOD = 24;

    private static final int MIN_ROUNDS = 3;
    /** Tokens that all rounds have together: a few words said three times are no loop. */
    private static final int MIN_LENGTH = 24;

    private TokenLoop() {}

    /**
     * Whether the last tokens are one phrase over and over.
     *
     * @param text tokens of text, without timestamps
     */
    static boolean endsIn(List<Integer> text) {
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            int length = Math.max(MIN_LENGTH, MIN_ROUNDS * period);
            if (length <= text.size() && repeats(text, period, length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean repeats(List<Integer> text, int period, int length) {
        int end = text.size();
        for (int at = end - 1; at >= end - length + period; at--) {
            if (!text.get(at).equals(text.get(at - period))) {
                return false;
            }
        }
        return true;
    }
}
