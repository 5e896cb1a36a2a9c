package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.golden.Closeness;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.Numpy;

class LogMelTest {

    private static final double TOLERANCE = 1e-4;

    /** A tone and a rising whistle, as {@code models/testing/speech.py} hears them. */
    @ParameterizedTest(name = "{0} bins")
    @ValueSource(ints = {80, 128})
    void agreesWithNumpy(int bins) {
        float[] samples = new float[24_000];
        for (int i = 0; i < samples.length; i++) {
            double t = i / 16_000.0;
            samples[i] = (float)
                    (0.3 * Math.sin(2 * Math.PI * 440 * t) + 0.2 * Math.sin(2 * Math.PI * (1000 + 300 * t) * t));
        }
        float[] features = new LogMel(bins).features(samples, 0);
        JsonNode expected = Golden.json("whisper/log_mel.json");
        for (int i = 0; i < expected.path("columns").size(); i++) {
            int column = expected.path("columns").get(i).asInt();
            for (int bin = 0; bin < bins; bin++) {
                assertThat((double) features[bin * LogMel.FRAMES + column])
                        .as("bin " + bin + " of column " + column)
                        .isCloseTo(
                                expected.path(Integer.toString(bins))
                                        .get(i)
                                        .get(bin)
                                        .asDouble(),
                                within(TOLERANCE));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferenceOnEveryClip() {
        return Golden.tests(
                SpeechGolden.FEATURES,
                () -> StreamSupport.stream(Golden.json(SpeechGolden.FEATURES).spliterator(), false)
                        .map(clip -> clip.path("name").asText())
                        .map(name -> DynamicTest.dynamicTest(name, () -> {
                            float[] ours = new LogMel(80).features(samples(name), 0);
                            float[] theirs = SpeechGolden.numpy("features/" + name + ".npy")
                                    .floats();
                            assertThat(Closeness.difference(ours, theirs)).isLessThanOrEqualTo(TOLERANCE);
                            float[] late = new LogMel(80).features(samples(name), 80);
                            assertThat(Closeness.difference(late, theirs))
                                    .as("the same 5 ms later must not pass")
                                    .isGreaterThan(TOLERANCE);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> hasTheReferencesFilters() {
        return Stream.of(80, 128)
                .map(bins -> DynamicTest.dynamicTest(bins + " bins", () -> {
                    Numpy.Array theirs = SpeechGolden.numpy("features/mel_filters_" + bins + "x201.npy");
                    MelFilters ours = MelFilters.of(bins);
                    float[] dense = new float[bins * PowerSpectrum.BINS];
                    for (int m = 0; m < bins; m++) {
                        for (int i = 0; i < ours.weights()[m].length; i++) {
                            dense[m * PowerSpectrum.BINS + ours.first()[m] + i] = (float) ours.weights()[m][i];
                        }
                    }
                    assertThat(Closeness.difference(dense, theirs.floats())).isLessThan(1e-7);
                }));
    }

    @Test
    void spectrumIsThatOfTheTransformsDefinition() {
        Random random = new Random(1);
        double[] values = random.doubles(PowerSpectrum.SIZE, -1, 1).toArray();
        double[] power = new double[PowerSpectrum.BINS];
        new PowerSpectrum().of(values, power);
        for (int k = 0; k < power.length; k++) {
            double re = 0;
            double im = 0;
            for (int n = 0; n < values.length; n++) {
                re += values[n] * Math.cos(2 * Math.PI * k * n / values.length);
                im -= values[n] * Math.sin(2 * Math.PI * k * n / values.length);
            }
            assertThat(power[k]).as("bin " + k).isCloseTo(re * re + im * im, within(1e-9));
        }
    }

    @Test
    void silenceIsFlatAndOnlyTwoKindsOfModelsExist() {
        assertThat(new LogMel(128).features(new float[0], 0))
                .hasSize(128 * 3000)
                .containsOnly(-1.5f);
        assertThatThrownBy(() -> new LogMel(64)).hasMessageContaining("64");
    }

    @Test
    void takesLittleTimeForThirtySeconds() {
        LogMel logMel = new LogMel(80);
        float[] samples = new float[LogMel.WINDOW];
        Random random = new Random(2);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 12; i++) {
            long start = System.nanoTime();
            logMel.features(samples, 0);
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.printf("log-mel of 30 s: %.1f ms%n", best / 1e6);
        assertThat(best).isLessThan(300_000_000L);
    }

    private static float[] samples(String name) {
        JsonNode none = Golden.json(SpeechGolden.FEATURES);
        assertThat(none).isNotEmpty();
        return name.equals("sweep_x7_truncated_30s")
                ? SpeechGolden.repeated(SpeechGolden.wav("sweep"), 7)
                : SpeechGolden.wav(name);
    }
}
