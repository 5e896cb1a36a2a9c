package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of a window.
 *
 * @param token the first of its tokens, among the window's tokens of text
 * @param word  with times from the window's beginning
 */
record TimedWord(int token, SpeechWord word) {

    private static final String SENTENCE_ENDS = ".。!！?？";
    /** Of a word that takes longer than this many times the median, the rest is the silence beside it. */
    private static final double LONGEST = 2;

    private static final double LONGEST_MEDIAN = 0.7;

    /**
     * Gives words the times of their tokens. At the ends of sentences, where silence is counted to one of the words
     * beside it, a word is cut to what words take here (openai/whisper, {@code timing.py}).
     *
     * @param times at which each token begins, and at which the last one ends, in seconds
     */
    static List<TimedWord> of(List<WordSplitter.Word> words, double[] times) {
        double[] lengths = words.stream()
                .mapToDouble(word -> times[word.to()] - times[word.from()])
                .filter(length -> length > 0)
                .sorted()
                .toArray();
        double longest = lengths.length == 0 ? 0 : LONGEST * Math.min(LONGEST_MEDIAN, lengths[lengths.length / 2]);
        List<TimedWord> timed = new ArrayList<>();
        boolean afterSilence = true;
        for (WordSplitter.Word word : words) {
            String text = word.text().strip();
            double start = times[word.from()];
            double end = times[word.to()];
            if (afterSilence) {
                start = Math.max(start, end - longest);
            }
            afterSilence = !text.isEmpty() && SENTENCE_ENDS.indexOf(text.charAt(text.length() - 1)) >= 0;
            if (afterSilence) {
                end = Math.min(end, start + longest);
            }
            timed.add(new TimedWord(word.from(), new SpeechWord(text, start, end)));
        }
        return timed;
    }

    /** The word with its times in a clip, of whose voiced parts the window begins at {@code seconds}. */
    SpeechWord in(VoicedSound sound, double seconds) {
        return new SpeechWord(
                word.text(), sound.start(seconds + word.startSeconds()), sound.end(seconds + word.endSeconds()));
    }
}
