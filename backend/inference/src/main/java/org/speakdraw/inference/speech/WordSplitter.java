package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts tokens into words (openai/whisper, {@code tokenizer.py}): at spaces and punctuation, in a language that is
 * written without spaces at whole characters. Punctuation then goes to the word it belongs to.
 */
record WordSplitter(WhisperTokenizer tokenizer, String language) {

    private static final Set<String> WITHOUT_SPACES = Set.of("zh", "ja", "th", "lo", "my", "yue");
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final String BEFORE_A_WORD = "\"'“¿([{-";
    private static final String AFTER_A_WORD = "\"'.。,，!！?？:：”)]}、";
    private static final char NO_CHARACTER = '\uFFFD';

    /**
     * A word.
     *
     * @param text as decoded, with spaces
     * @param from its first token
     * @param to   the one after its last token, punctuation that goes with it left out
     */
    record Word(String text, int from, int to) {

        private Word withText(String other) {
            return new Word(other, from, to);
        }
    }

    /** The words of a text, in order. */
    List<Word> words(List<Integer> tokens) {
        List<Word> words = new ArrayList<>();
        for (Word piece : characters(tokens)) {
            int last = words.size() - 1;
            if (last < 0 || beginsAWord(piece.text())) {
                words.add(piece);
            } else {
                words.set(
                        last,
                        new Word(
                                words.get(last).text() + piece.text(),
                                words.get(last).from(),
                                piece.to()));
            }
        }
        return withPunctuation(words);
    }

    private boolean beginsAWord(String piece) {
        boolean punctuation = !piece.isBlank() && PUNCTUATION.contains(piece.strip());
        return WITHOUT_SPACES.contains(language) || piece.startsWith(" ") || punctuation;
    }

    /** Pieces of whole characters: one character may have several tokens. */
    private List<Word> characters(List<Integer> tokens) {
        List<Word> pieces = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= tokens.size(); to++) {
            String text = tokenizer.decode(tokens.subList(from, to));
            if (text.indexOf(NO_CHARACTER) < 0 || to == tokens.size()) {
                pieces.add(new Word(text, from, to));
                from = to;
            }
        }
        return pieces;
    }

    private static List<Word> withPunctuation(List<Word> pieces) {
        List<Word> words = new ArrayList<>();
        String opening = "";
        for (Word piece : pieces) {
            int last = words.size() - 1;
            boolean opens = piece.text().startsWith(" ")
                    && contains(BEFORE_A_WORD, piece.text().strip());
            if (opens) {
                opening += piece.text();
            } else if (opening.isEmpty() && last >= 0 && contains(AFTER_A_WORD, piece.text())) {
                words.set(last, words.get(last).withText(words.get(last).text() + piece.text()));
            } else {
                words.add(
                        piece.withText(opening + piece.text().substring(opening.isEmpty() ? 0 : leadingSpaces(piece))));
                opening = "";
            }
        }
        return words;
    }

    private static int leadingSpaces(Word piece) {
        return piece.text().length() - piece.text().stripLeading().length();
    }

    private static boolean contains(String signs, String text) {
        return !text.isEmpty() && signs.contains(text);
    }
}
