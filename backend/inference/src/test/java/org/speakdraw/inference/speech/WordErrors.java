package org.speakdraw.inference.speech;

import java.util.Arrays;
import java.util.Locale;

/**
 * How much of what was said was misheard.
 *
 * @param wrong words to put in, leave out or change
 * @param said  words
 */
record WordErrors(int wrong, int said) {

    static final WordErrors NONE = new WordErrors(0, 0);

    static WordErrors of(String said, String understood) {
        String[] words = words(said);
        return new WordErrors(distance(words, words(understood)), words.length);
    }

    WordErrors plus(WordErrors more) {
        return new WordErrors(wrong + more.wrong, said + more.said);
    }

    double percent() {
        return 100.0 * wrong / said;
    }

    /** Spelling that makes no difference to a listener makes none here. */
    private static String[] words(String text) {
        String plain = text.toLowerCase(Locale.ROOT)
                .replace('’', '\'')
                .replaceAll("[^\\p{L}\\p{N}' ]", " ")
                .replace("colour", "color")
                .replaceAll("\\b10\\b", "ten")
                .replaceAll("\\bmr\\b", "mister")
                .replace("water color", "watercolor")
                .strip();
        return plain.isEmpty() ? new String[0] : plain.split("\\s+");
    }

    /** Levenshtein's. */
    private static int distance(String[] from, String[] to) {
        int[] row = new int[to.length + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= from.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length; j++) {
                int above = row[j];
                int change = diagonal + (from[i - 1].equals(to[j - 1]) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.length];
    }
}
