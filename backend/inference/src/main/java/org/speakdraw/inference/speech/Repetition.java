package org.speakdraw.inference.speech;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What comes again and again in a text, whatever its case and punctuation. */
final class Repetition {

    private static final int LONGEST_PHRASE = 12;
    /** Words from which on a phrase that comes three times in a row is a loop; people do say less ("no, no, no"). */
    private static final int PHRASE = 3;

    private static final int PHRASE_ROUNDS = 3;
    private static final int ROUNDS = 4;

    /** Between two words, and within what hyphens and slashes hold together. */
    private static final String BETWEEN = "(?<=\\s)(?=\\S)|(?<=[-\u2010-\u2015/])(?=[\\p{L}\\p{N}])";

    private Repetition() {}

    /** The text with every loop said once: a phrase of three words three times in a row, a shorter one four times. */
    static String withoutLoops(String text) {
        List<String> words = words(text);
        StringBuilder kept = new StringBuilder();
        int at = 0;
        while (at < words.size()) {
            int from = at;
            int phrase = IntStream.rangeClosed(1, LONGEST_PHRASE)
                    .filter(length -> rounds(words, from, length) >= (length < PHRASE ? ROUNDS : PHRASE_ROUNDS))
                    .findFirst()
                    .orElse(0);
            words.subList(at, at + Math.max(1, phrase)).forEach(kept::append);
            at += phrase == 0 ? 1 : phrase * rounds(words, at, phrase);
        }
        return kept.toString();
    }

    /** What the text says once, where all of it is the same phrase twice or more; else the text. */
    static String once(String text) {
        List<String> words = words(text);
        return IntStream.rangeClosed(1, words.size() / 2)
                .filter(length -> words.size() % length == 0 && rounds(words, 0, length) * length == words.size())
                .mapToObj(length -> String.join("", words.subList(0, length)))
                .findFirst()
                .orElse(text);
    }

    /**
     * What a text says once that has begun to say the same again, at least half of it, and may have stopped in the middle of
     * a word.
     */
    static Optional<String> begunAgain(String text) {
        List<String> words = words(text);
        return IntStream.range(1, words.size())
                .filter(length -> 2 * (words.size() - length) >= length && goesOnFrom(words, length))
                .mapToObj(length -> String.join("", words.subList(0, length)))
                .findFirst();
    }

    /** How many tokens it takes for what a text of all of them begins with. */
    static int tokensOf(String beginning, List<Integer> tokens, Function<List<Integer>, String> decoder) {
        int length = beginning.strip().length();
        return IntStream.rangeClosed(1, tokens.size())
                .filter(first -> decoder.apply(tokens.subList(0, first)).strip().length() >= length)
                .findFirst()
                .orElse(tokens.size());
    }

    private static boolean goesOnFrom(List<String> words, int length) {
        int last = words.size() - 1;
        return IntStream.range(length, last).allMatch(i -> plain(words.get(i)).equals(plain(words.get(i - length))))
                && plain(words.get(last - length)).startsWith(plain(words.get(last)));
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(BETWEEN));
    }

    private static int rounds(List<String> words, int from, int phrase) {
        if (from + phrase > words.size()
                || words.subList(from, from + phrase).stream()
                        .allMatch(word -> plain(word).isEmpty())) {
            return 1;
        }
        int rounds = 1;
        while (from + (rounds + 1) * phrase <= words.size() && same(words, from, from + rounds * phrase, phrase)) {
            rounds++;
        }
        return rounds;
    }

    private static boolean same(List<String> words, int one, int other, int count) {
        return IntStream.range(0, count).allMatch(i -> plain(words.get(one + i)).equals(plain(words.get(other + i))));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
