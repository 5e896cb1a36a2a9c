package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmartTurnTest {

    private static final SmartTurn TURN = SmartTurn.open();
    private static final int PAUSE = LogMel.SAMPLE_RATE / 5;

    @AfterAll
    static void close() {
        TURN.close();
    }

    /** All of a prompt, or a part of it and a pause. */
    private static double finished(ForeignPrompts.Spoken spoken, double part) {
        float[] samples =
                new SincResampler(LogMel.SAMPLE_RATE).resample(spoken.clip()).samples();
        if (part == 1) {
            return TURN.finished(samples);
        }
        int count = (int) (samples.length * part);
        return TURN.finished(Arrays.copyOf(Arrays.copyOf(samples, count), count + PAUSE));
    }

    @Test
    void hearsThatSentencesEnd() throws Exception {
        Map<String, List<ForeignPrompts.Spoken>> all = ForeignPrompts.spoken();
        long ended = all.values().stream()
                .flatMap(List::stream)
                .filter(spoken -> finished(spoken, 1) > 0.5)
                .count();
        assertThat(ended).isGreaterThanOrEqualTo(17);
    }

    @ParameterizedTest
    @CsvSource({"de, 3, 0.5", "de, 6, 0.3", "es, 1, 0.3", "es, 2, 0.5", "es, 3, 0.5", "fr, 5, 0.6"})
    void hearsThatASentenceGoesOn(String language, int number, double part) throws Exception {
        ForeignPrompts.Spoken spoken = ForeignPrompts.spoken().get(language).get(number - 1);
        assertThat(finished(spoken, part)).isLessThan(0.3);
        assertThat(finished(spoken, 1)).isGreaterThan(0.7);
    }

    /** Of a long speech the last eight seconds count. */
    @Test
    void listensToTheEndOnly() throws Exception {
        float[] end = Arrays.copyOf(
                new SincResampler(LogMel.SAMPLE_RATE)
                        .resample(ForeignPrompts.spoken().get("de").get(0).clip())
                        .samples(),
                8 * LogMel.SAMPLE_RATE);
        float[] longer = new float[2 * end.length];
        Arrays.fill(longer, 0, end.length, 0.5f);
        System.arraycopy(end, 0, longer, end.length, end.length);
        assertThat(TURN.finished(longer)).isEqualTo(TURN.finished(end));
    }
}
