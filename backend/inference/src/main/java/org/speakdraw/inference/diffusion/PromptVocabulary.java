package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Puts the words of other languages that a small model's {@code vocabulary.json} lists into the English that the model
 * was trained on: "ein Hund am Strand" becomes "a dog on the beach". Everything else stays as it is. Immutable.
 */
final class PromptVocabulary {

    /** For bundles that understand any words, or say nothing about theirs. */
    static final PromptVocabulary NONE = new PromptVocabulary(Map.of());

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}'’-]+");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final String ENGLISH = "en";

    private final Map<String, String> english;
    private final int longest;

    private PromptVocabulary(Map<String, String> english) {
        this.english = english;
        this.longest = english.keySet().stream()
                .mapToInt(form -> (int) WORD.matcher(form).results().count())
                .max()
                .orElse(0);
    }

    /**
     * From a file of the form that {@code models/README.md} describes. Where a form stands in several entries, English
     * comes first, then the file's languages in their order.
     */
    static PromptVocabulary read(BundleFiles files, String name) {
        JsonNode file = files.json(name);
        Map<String, String> english = new HashMap<>();
        for (JsonNode language : file.path("languages")) {
            for (JsonNode group : file) {
                for (JsonNode entry : group) {
                    String meaning = entry.path(ENGLISH).path(0).asText();
                    entry.path(language.asText())
                            .forEach(form -> english.putIfAbsent(normalised(form.asText()), meaning));
                }
            }
        }
        return new PromptVocabulary(english);
    }

    /** The prompt with each known run of words in English, longer runs first. */
    String inEnglish(String prompt) {
        List<MatchResult> words = WORD.matcher(prompt).results().toList();
        StringBuilder result = new StringBuilder(prompt.length());
        int copied = 0;
        int at = 0;
        while (at < words.size()) {
            int taken = knownWords(prompt, words, at);
            if (taken > 0) {
                int end = words.get(at + taken - 1).end();
                result.append(prompt, copied, words.get(at).start())
                        .append(english.get(
                                normalised(prompt.substring(words.get(at).start(), end))));
                copied = end;
            }
            at += Math.max(1, taken);
        }
        return result.append(prompt, copied, prompt.length()).toString();
    }

    /** How many words from {@code at} on are the longest known run; 0 if even the first is unknown. */
    private int knownWords(String prompt, List<MatchResult> words, int at) {
        for (int count = Math.min(longest, words.size() - at); count > 0; count--) {
            String run = prompt.substring(
                    words.get(at).start(), words.get(at + count - 1).end());
            // Words with a comma between them are no run: none of the forms has one.
            if (english.containsKey(normalised(run))) {
                return count;
            }
        }
        return 0;
    }

    private static String normalised(String form) {
        String composed = Normalizer.normalize(form, Normalizer.Form.NFC).replace('’', '\'');
        return WHITE_SPACE.matcher(composed.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
