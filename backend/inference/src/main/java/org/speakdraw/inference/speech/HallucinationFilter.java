package org.speakdraw.inference.speech;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps out what Whisper is known to write where nobody speaks: learnt subtitle credits, syllables and digits in circles.
 */
final class HallucinationFilter {

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

    private HallucinationFilter() {}

    /**
     * Whether a text is nothing but punctuation or digits in circles, or, where the result is in doubt, a subtitle
     * credit, digits without a word, or the same over and over.
     */
    static boolean isHallucination(String text, double noSpeech, double logProbability) {
        String words = text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        boolean doubtful =
                noSpeech > WindowResult.DOUBTFUL_NO_SPEECH || logProbability < WindowResult.DOUBTFUL_LOG_PROBABILITY;
        boolean letters = words.codePoints().anyMatch(Character::isLetter);
        boolean loops =
                BABBLE.matcher(words).find() || !Repetition.withoutLoops(text).equals(text);
        return words.isEmpty() || (!letters && loops) || (doubtful && (!letters || loops || CREDITS.contains(words)));
    }
}
