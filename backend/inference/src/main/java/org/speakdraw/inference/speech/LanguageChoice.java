package org.speakdraw.inference.speech;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which language is spoken, by what the decoder thinks of each one's token at the beginning. */
final class LanguageChoice {

    /** Probability from which on a language is believed that nobody expects. */
    private static final double SURE = 0.7;

    /** By how much surer the words must be in a language that was heard than in the one that is usually spoken. */
    private static final double MARGIN = 0.03;

    private LanguageChoice() {}

    /**
     * The likeliest language; one that is not expected only where there is hardly a doubt.
     *
     * @param logits   after the start token
     * @param expected codes; empty: any
     */
    static String of(SpecialTokens special, float[] logits, Set<String> expected) {
        Map<String, Integer> tokens = special.languages();
        double sum = tokens.values().stream()
                .mapToDouble(token -> Math.exp(logits[token]))
                .sum();
        String best = likeliest(tokens, logits, tokens.keySet()).orElseThrow();
        boolean sure = Math.exp(logits[tokens.getOrDefault(best, 0)]) >= SURE * sum;
        return sure || expected.isEmpty()
                ? best
                : likeliest(tokens, logits, expected).orElse(best);
    }

    /**
     * Whether so little was said in the language it sounds like rather than in the one that its speaker usually speaks: by
     * which of them makes sense of it.
     */
    static boolean isBelieved(WindowResult heard, WindowResult usual) {
        return !heard.text().isEmpty()
                && (usual.text().isEmpty() || heard.logProbability() > usual.logProbability() + MARGIN);
    }

    /** The likeliest of some languages, where the model knows any of them. */
    static Optional<String> likeliest(SpecialTokens special, float[] logits, Set<String> among) {
        return likeliest(special.languages(), logits, among);
    }

    private static Optional<String> likeliest(Map<String, Integer> tokens, float[] logits, Set<String> among) {
        return among.stream()
                .filter(tokens::containsKey)
                .max(Comparator.comparingDouble(code -> logits[tokens.getOrDefault(code, 0)]));
    }
}
