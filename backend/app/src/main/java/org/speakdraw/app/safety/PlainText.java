package org.speakdraw.app.safety;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words behind their disguises: case, accents, look-alike letters, digits for letters, and letters said many times. */
final class PlainText {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    /** Seen by nobody, such as a zero-width space within a word. */
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}@$!|€*]+");
    /** What follows one of them is no beginning: looking from each to the end would take the square of a long row. */
    private static final Pattern EDGES = Pattern.compile("^[!|*]+|(?<![!|*])[!|*]+$");

    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");
    private static final Pattern LONG_RUN = Pattern.compile("(\\p{L})\\1{2,}");

    private static final String LOOK_ALIKE = "аеорсухіјѕԁɡτοαεικνρυ";
    private static final String LATIN = "aeopcyxijsdgtoaeiknpu";
    private static final String DIGIT = "013457@$!|€";
    private static final String LETTER = "oieastasiie";

    private PlainText() {}

    /** The words of a text in lower case without accents, in order; what only looks like letters is left in them. */
    static List<String> words(String text) {
        return split(strip(lower(text)));
    }

    /** The same with German's way to write umlauts without any: "Möse" is "moese". */
    static List<String> spelledOut(String text) {
        String lower = lower(text);
        return split(strip(lower.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")));
    }

    private static String lower(String text) {
        return Normalizer.normalize(INVISIBLE.matcher(text).replaceAll(""), Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT);
    }

    private static String strip(String lower) {
        String plain = MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFD))
                .replaceAll("")
                .replace("ß", "ss")
                .replace("æ", "ae")
                .replace("œ", "oe")
                .replace('ø', 'o')
                .replace('ł', 'l')
                .replace('ı', 'i');
        return translate(plain, LOOK_ALIKE, LATIN);
    }

    private static List<String> split(String plain) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(plain);
        while (matcher.find()) {
            String word = EDGES.matcher(matcher.group()).replaceAll("");
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** What a word may be meant as; the word itself first. */
    static Set<String> readings(String word) {
        Set<String> readings = new LinkedHashSet<>();
        readings.add(word);
        if (!LETTERS.matcher(word).matches() && LETTERS.matcher(word).find()) {
            String letters = translate(word, DIGIT, LETTER);
            readings.add(letters);
            readings.add(translate(word.replace('1', 'l').replace('|', 'l'), DIGIT, LETTER));
        }
        for (String reading : List.copyOf(readings)) {
            if (LONG_RUN.matcher(reading).find()) {
                readings.add(LONG_RUN.matcher(reading).replaceAll("$1"));
                readings.add(LONG_RUN.matcher(reading).replaceAll("$1$1"));
            }
        }
        return readings;
    }

    private static String translate(String text, String from, String to) {
        StringBuilder translated = new StringBuilder(text);
        for (int i = 0; i < translated.length(); i++) {
            int place = from.indexOf(translated.charAt(i));
            if (place >= 0) {
                translated.setCharAt(i, to.charAt(place));
            }
        }
        return translated.toString();
    }
}
