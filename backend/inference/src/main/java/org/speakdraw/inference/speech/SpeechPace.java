package org.speakdraw.inference.speech;

/**
 * How fast somebody must have spoken to have said a text: what nobody can say, or would say so slowly, was not said.
 */
final class SpeechPace {

    /** Letters a second of voice. People say 8 to 15; what Whisper wrote twice has 15 to 30. */
    private static final double HASTY = 14;

    private static final double FASTEST = 16;
    /** Words here and there in a long babble. */
    private static final double SLOWEST = 6;
    /** Letters that a character of Chinese, Japanese or Korean stands for. */
    private static final int LETTERS_A_SYLLABLE = 3;

    /** Seconds of voice in which nothing but a few words are said. */
    private static final double SHORT = 1.5;
    /** Seconds of voice that hold a spoken command. */
    private static final double COMMAND = 1;

    private SpeechPace() {}

    /**
     * Whether so many seconds of voice tell little by themselves: languages are mistaken for each other, however sure it
     * seems, and words for others that come more often.
     */
    static boolean isShort(double voicedSeconds) {
        return voicedSeconds < SHORT;
    }

    /** Whether so many seconds of voice may be no more than a spoken command. */
    static boolean isCommand(double voicedSeconds) {
        return voicedSeconds < COMMAND;
    }

    /** Whether few people would say so much in so many seconds of voice. */
    static boolean isHasty(String text, double voicedSeconds) {
        return letters(text) > HASTY * voicedSeconds;
    }

    /** Whether so many seconds of voice do not hold the text. */
    static boolean isTooShortFor(String text, double voicedSeconds) {
        return letters(text) > FASTEST * voicedSeconds;
    }

    /** Whether so many seconds of voice hold more than the text. */
    static boolean isTooLongFor(String text, double voicedSeconds) {
        return letters(text) < SLOWEST * voicedSeconds;
    }

    private static long letters(String text) {
        return text.codePoints()
                .filter(Character::isLetterOrDigit)
                .mapToLong(SpeechPace::weight)
                .sum();
    }

    private static int weight(int character) {
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> LETTERS_A_SYLLABLE;
            default -> 1;
        };
    }
}
