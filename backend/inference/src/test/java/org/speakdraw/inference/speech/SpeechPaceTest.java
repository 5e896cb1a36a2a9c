package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeechPaceTest {

    /** What Whisper made of recordings, with the seconds in which Silero hears a voice. */
    @ParameterizedTest
    @CsvSource({
        "Only me. Only me., 0.7, true",
        "Only me. Only me., 1.4, false",
        "Make it water cutler. Make it water cutler., 1.18, true",
        "Clear. Clear., 0.45, true",
        "'No, no, no.', 0.8, false",
        "再来一次再来一次, 1.4, true",
        "再来一次再来一次, 2.5, false",
    })
    void aRepetitionTakesTime(String text, double seconds, boolean tooShort) {
        assertThat(SpeechPace.isTooShortFor(text, seconds)).isEqualTo(tooShort);
    }

    @ParameterizedTest
    @CsvSource({
        "'I''m really, really, really pleased.', 5.2, true",
        "red box in the snow., 1.6, false",
        "Go forward ten meters., 1.76, false",
        "一只雪中的红狐狸, 2.5, false",
    })
    void fewWordsTakeLittleTime(String text, double seconds, boolean tooLong) {
        assertThat(SpeechPace.isTooLongFor(text, seconds)).isEqualTo(tooLong);
    }
}
