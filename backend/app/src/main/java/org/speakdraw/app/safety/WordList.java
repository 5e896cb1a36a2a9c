package org.speakdraw.app.safety;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words and phrases that texts are looked through for. It compares whole words, so that harmless ones that have a bad one
 * inside pass, but for the few that are bad in any word. Immutable, thread-safe.
 */
final class WordList {

    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final int SHORTEST_PLURAL = 4;
    /** Letters in a row that stand alone, which are then read as one word. */
    private static final int SHORTEST_SPELLED = 3;

    private static final int SHORTEST_WITHIN_SPELLED = 4;

    private final Set<String> words = new HashSet<>();
    private final List<String> beginnings = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private final List<String> phrases = new ArrayList<>();
    private final List<String> exceptions = new ArrayList<>();
    /** Words, beginnings and parts: what stars may stand in. */
    private final Map<Integer, List<String>> byLength;

    /**
     * A list of lines: {@code word}, {@code two words}, {@code beginning*}, {@code *part*}, {@code +harmless phrase};
     * those that begin with {@code #} are comments.
     */
    WordList(Collection<String> lines) {
        lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(this::add);
        byLength = Stream.of(words, beginnings, parts)
                .flatMap(Collection::stream)
                .collect(Collectors.groupingBy(String::length));
    }

    private void add(String line) {
        if (line.startsWith("+")) {
            exceptions.add(phrase(line));
        } else if (line.startsWith("*")) {
            parts.addAll(PlainText.words(line));
        } else if (line.endsWith("*")) {
            beginnings.addAll(PlainText.words(line));
        } else if (PlainText.words(line).size() > 1) {
            phrases.add(phrase(line));
        } else {
            words.addAll(PlainText.words(line));
        }
    }

    /** With a blank at either end, so that words are found whole. */
    private static String phrase(String text) {
        return joined(PlainText.words(text));
    }

    private static String joined(List<String> words) {
        return " " + String.join(" ", words) + " ";
    }

    /** Whether something of the list is in {@code text}, however it is written. */
    boolean isIn(String text) {
        List<String> plain = PlainText.words(text);
        List<String> spelledOut = PlainText.spelledOut(text);
        return has(plain) || (!spelledOut.equals(plain) && has(spelledOut));
    }

    private boolean has(List<String> text) {
        List<String> rest = withoutExceptions(text);
        String joined = joined(rest);
        return phrases.stream().anyMatch(joined::contains)
                || rest.stream().distinct().anyMatch(this::isBad)
                || isSpelled(rest);
    }

    private List<String> withoutExceptions(List<String> text) {
        String joined = joined(text);
        for (String exception : exceptions) {
            // Blanks are shared by neighbours.
            joined = joined.replace(exception, " ");
        }
        return BLANKS.splitAsStream(joined).filter(word -> !word.isEmpty()).toList();
    }

    private boolean isBad(String word) {
        return PlainText.readings(word).stream().anyMatch(reading -> isListed(reading) || isMasked(reading));
    }

    private boolean isListed(String word) {
        return words.contains(word)
                || (word.length() > SHORTEST_PLURAL
                        && word.endsWith("s")
                        && words.contains(word.substring(0, word.length() - 1)))
                || beginnings.stream().anyMatch(word::startsWith)
                || parts.stream().anyMatch(word::contains);
    }

    /** As when a star stands for a letter. */
    private boolean isMasked(String word) {
        if (word.indexOf('*') < 0 || word.chars().filter(Character::isLetter).count() < 2) {
            return false;
        }
        return byLength.getOrDefault(word.length(), List.of()).stream().anyMatch(each -> masks(word, each));
    }

    /** Both are of one length. */
    private static boolean masks(String mask, String word) {
        for (int i = 0; i < mask.length(); i++) {
            char letter = word.charAt(i);
            if (mask.charAt(i) != letter && (mask.charAt(i) != '*' || !Character.isLetter(letter))) {
                return false;
            }
        }
        return true;
    }

    /** As when there is something between all letters. */
    private boolean isSpelled(List<String> text) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i <= text.size(); i++) {
            if (i < text.size() && text.get(i).length() == 1) {
                letters.append(text.get(i));
            } else {
                if (letters.length() >= SHORTEST_SPELLED && spells(letters.toString())) {
                    return true;
                }
                letters.setLength(0);
            }
        }
        return false;
    }

    private boolean spells(String letters) {
        return PlainText.readings(letters).stream()
                .anyMatch(reading -> isListed(reading)
                        || Stream.concat(words.stream(), beginnings.stream())
                                .filter(word -> word.length() >= SHORTEST_WITHIN_SPELLED)
                                .anyMatch(reading::contains));
    }
}
