package org.speakdraw.inference.speech;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps out what Whisper is known to write where nobody speaks: learnt subtitle credits, and phrases that go round in
 * circles. Immutable, thread-safe.
 *
 * @param silenceLevel root mean square over 50 ms, 0..1, that the loudest moment must reach
 */
record HallucinationFilter(double silenceLevel) {

    private static final int BLOCK = LogMel.SAMPLE_RATE / 20;
    private static final int LONGEST_PHRASE = 8;
    private static final int ROUNDS = 4;
    private static final double DOUBTFUL_NO_SPEECH = 0.3;
    private static final double DOUBTFUL_LOG_PROBABILITY = -0.7;

    /** A syllable that comes six times and more in a row. */
    private static final Pattern BABBLE = Pattern.compile("(\\p{L}{1,4})\\1{5,}");

    /** Only dropped where the model itself doubts that there was speech: people do say these too. */
    private static final Set<String> CREDITS = Set.of(
            "thank you",
            "thanks for watching",
            "thank you for watching",
            "thank you very much",
            "please subscribe",
            "bye",
            "you",
            "subtitles by the amara org community",
            "transcription by castingwords",
            "sous titres réalisés par la communauté d amara org",
            "sous titrage st 501",
            "untertitel der amara org community",
            "untertitel im auftrag des zdf für funk 2017",
            "vielen dank",
            "subtítulos realizados por la comunidad de amara org",
            "sottotitoli creati dalla comunità amara org",
            "ご視聴ありがとうございました",
            "字幕由 amara org 社区提供",
            "продолжение следует");

    /** Whether the 30 s from sample {@code from} on are too quiet for anybody to be heard. */
    boolean isSilent(float[] samples, int from) {
        int end = Math.min(samples.length, from + LogMel.WINDOW);
        for (int block = from; block < end; block += BLOCK) {
            double sum = 0;
            double mean = 0;
            int last = Math.min(end, block + BLOCK);
            for (int i = block; i < last; i++) {
                sum += (double) samples[i] * samples[i];
                mean += samples[i];
            }
            int count = last - block;
            // Without its mean: a cheap microphone's constant offset is not sound.
            double variance = sum / count - (mean / count) * (mean / count);
            if (variance >= silenceLevel * silenceLevel) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a text is nothing but punctuation, or, where the result is in doubt, a subtitle credit, digits without a
     * word, or the same over and over.
     */
    boolean isHallucination(String text, double noSpeech, double logProbability) {
        String words = text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        boolean doubtful = noSpeech > DOUBTFUL_NO_SPEECH || logProbability < DOUBTFUL_LOG_PROBABILITY;
        boolean letters = words.codePoints().anyMatch(Character::isLetter);
        boolean babble = BABBLE.matcher(words).find() || !withoutRepeats(text).equals(text);
        return words.isEmpty() || (doubtful && (!letters || babble || CREDITS.contains(words)));
    }

    /** The text with a phrase of up to eight words that comes four times or more in a row said once. */
    String withoutRepeats(String text) {
        List<String> words = Arrays.asList(text.split("(?<=\\s)(?=\\S)"));
        StringBuilder kept = new StringBuilder();
        int at = 0;
        while (at < words.size()) {
            int skip = 0;
            int phrase = 1;
            for (; phrase <= LONGEST_PHRASE && skip == 0; phrase++) {
                int rounds = rounds(words, at, phrase);
                skip = rounds >= ROUNDS ? rounds * phrase : 0;
            }
            int said = skip == 0 ? 1 : phrase - 1;
            words.subList(at, at + said).forEach(kept::append);
            at += Math.max(1, skip);
        }
        return kept.toString();
    }

    private static int rounds(List<String> words, int from, int phrase) {
        int rounds = 1;
        while (from + (rounds + 1) * phrase <= words.size()
                && same(words.subList(from, from + phrase), words, from + rounds * phrase)) {
            rounds++;
        }
        return rounds;
    }

    private static boolean same(List<String> phrase, List<String> words, int at) {
        for (int i = 0; i < phrase.size(); i++) {
            if (!letters(phrase.get(i)).equals(letters(words.get(at + i)))) {
                return false;
            }
        }
        return true;
    }

    private static String letters(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
