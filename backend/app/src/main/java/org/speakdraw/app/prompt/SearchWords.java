package org.speakdraw.app.prompt;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What somebody types into a search box: words, the last of which is perhaps not finished.
 *
 * @param all lower-case letters and digits, at most {@value #MAX_WORDS}
 */
record SearchWords(List<String> all) {

    private static final int MAX_WORDS = 8;
    private static final int MAX_LENGTH = 40;
    /** Shorter words share their trigrams with half of the dictionary. */
    private static final int MIN_FUZZY_LENGTH = 3;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    SearchWords {
        all = List.copyOf(all);
    }

    static SearchWords of(String typed) {
        return new SearchWords(WORD.matcher(typed.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .map(word -> word.substring(0, Math.min(word.length(), MAX_LENGTH)))
                .limit(MAX_WORDS)
                .toList());
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** A {@code tsquery}: a word with each of these beginnings. */
    String prefixes() {
        return all.stream().map(word -> word + ":*").collect(Collectors.joining(" & "));
    }

    /** The words that may be mistyped. */
    List<String> fuzzy() {
        return all.stream().filter(word -> word.length() >= MIN_FUZZY_LENGTH).toList();
    }
}
