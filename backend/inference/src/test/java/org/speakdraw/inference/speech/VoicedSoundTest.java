package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** On 20 s of numbered samples, by likelihoods that are made up. */
class VoicedSoundTest {

    private static final int SECOND = LogMel.SAMPLE_RATE;
    private static final float[] SAMPLES = numbered(20 * SECOND);

    private static float[] numbered(int count) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = i;
        }
        return samples;
    }

    /** Likelihood {@code voice} within each pair of seconds, and 0 without. */
    private static VoicedSound heard(double voice, double... seconds) {
        float[] likelihoods = new float[(SAMPLES.length + SileroVad.FRAME - 1) / SileroVad.FRAME];
        for (int i = 0; i < seconds.length; i += 2) {
            Arrays.fill(likelihoods, frame(seconds[i]), frame(seconds[i + 1]), (float) voice);
        }
        return VoicedSound.of(SAMPLES, likelihoods, 0.5);
    }

    private static int frame(double second) {
        return (int) Math.round(second * SECOND / SileroVad.FRAME);
    }

    @Test
    void silenceHasNoParts() {
        VoicedSound sound = heard(0.49, 1, 3);
        assertThat(sound.parts()).isEmpty();
        assertThat(sound.length()).isZero();
        assertThat(sound.cut(0, SECOND)).isEmpty();
        assertThat(VoicedSound.of(new float[0], new float[0], 0.5).length()).isZero();
    }

    @Test
    void aClickIsNoVoice() {
        double frame = (double) SileroVad.FRAME / SECOND;
        assertThat(heard(0.9, 1, 1 + 2 * frame).parts()).isEmpty();
        assertThat(heard(0.9, 1, 1 + 3 * frame).parts()).hasSize(1);
    }

    @Test
    void keepsAMarginAndTheWholeOfAShortPause() {
        VoicedSound sound = heard(0.9, 8, 9, 10.5, 11);
        assertThat(sound.parts()).hasSize(1);
        assertThat(sound.length() / (double) SECOND).isCloseTo(3 + 2 * 1, within(0.05));
        assertThat(sound.voicedSeconds(0, sound.length())).isCloseTo(1.5, within(0.05));
        assertThat(sound.start(0)).isCloseTo(7, within(0.03));
        assertThat(sound.cut(0, 1)[0] / SECOND).isCloseTo(7, within(0.03f));
    }

    @Test
    void leavesAShortSilenceAtTheEndsAlone() {
        VoicedSound sound = heard(0.9, 2.9, 3.5, 5, 17.2);
        assertThat(sound.length()).isEqualTo(SAMPLES.length);
        assertThat(sound.start(4)).isEqualTo(4);
    }

    @Test
    void cutsALongPauseOutAndKnowsWhereItWas() {
        VoicedSound sound = heard(0.9, 5, 6, 11, 12);
        assertThat(sound.parts()).hasSize(2);
        assertThat(sound.length() / (double) SECOND).isCloseTo(6, within(0.1));
        double seam = (double) sound.parts().get(1).at() / SECOND;
        assertThat(sound.end(seam)).as("ends with the first part").isCloseTo(7, within(0.05));
        assertThat(sound.start(seam)).as("begins with the second").isCloseTo(10, within(0.05));
        assertThat(sound.start(seam + 1)).isCloseTo(11, within(0.05));
        assertThat(sound.end(99)).isCloseTo(13, within(0.05));
        float[] across = sound.cut(sound.parts().get(1).at() - 2, 4);
        assertThat(across[1] - across[0]).isOne();
        assertThat(across[2] / SECOND).isCloseTo(10, within(0.05f));
        assertThat(sound.cut(sound.length() - 5, 100)).hasSize(5);
    }

    @Test
    void goesOnThroughALessLikelyMoment() {
        float[] likelihoods = new float[1000];
        Arrays.fill(likelihoods, 500, 510, 0.6f);
        Arrays.fill(likelihoods, 510, 520, 0.4f);
        float[] samples = numbered(1000 * SileroVad.FRAME);
        assertThat(VoicedSound.of(samples, likelihoods, 0.5).length()).isEqualTo(20 * SileroVad.FRAME + 2 * SECOND);
    }

    @Test
    void withoutAThresholdEverythingIsHeard() {
        VoicedSound sound = VoicedSound.of(SAMPLES, new float[625], 0);
        assertThat(sound.length()).isEqualTo(SAMPLES.length);
        assertThat(sound.start(3.25)).isEqualTo(3.25);
        assertThat(sound.end(20)).isEqualTo(20);
    }
}
