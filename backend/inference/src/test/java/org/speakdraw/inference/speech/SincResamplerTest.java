package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.InferenceException;

class SincResamplerTest {

    private final SincResampler resampler = new SincResampler(16_000);

    @ParameterizedTest
    @ValueSource(ints = {8000, 11025, 22050, 44100, 48000, 96000, 44056, 47999})
    void keepsATone(int rate) {
        AudioClip clip = resampler.resample(tone(440, rate));
        assertThat(clip.samples()).hasSize(16_000);
        for (int i = 1000; i < 15_000; i++) {
            assertThat((double) clip.samples()[i]).isCloseTo(Math.sin(2 * Math.PI * 440 * i / 16_000), within(2e-3));
        }
    }

    @Test
    void removesWhatTheLowerRateCannotHold() {
        AudioClip clip = resampler.resample(tone(11_000, 48_000));
        for (int i = 1000; i < 15_000; i++) {
            assertThat((double) clip.samples()[i]).isCloseTo(0, within(2e-3));
        }
    }

    @Test
    void leavesTheRightRateAlone() {
        AudioClip clip = tone(440, 16_000);
        assertThat(resampler.resample(clip)).isSameAs(clip);
        assertThat(resampler.resample(new AudioClip(new float[0], 48_000)).samples())
                .isEmpty();
    }

    @Test
    void aConstantStaysConstantToItsEnds() {
        float[] offset = new float[4800];
        Arrays.fill(offset, 0.1f);
        for (float sample : resampler.resample(new AudioClip(offset, 48_000)).samples()) {
            assertThat(sample).isCloseTo(0.1f, within(1e-6f));
        }
    }

    @Test
    void mixesChannelsAndRefusesWhatIsNoSound() {
        assertThat(AudioClip.mixed(new float[] {1, 0, 0.5f, -0.5f, 9}, 2, 8000).samples())
                .containsExactly(0.5f, 0);
        assertThatThrownBy(() -> new AudioClip(new float[] {Float.NaN}, 8000))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("sample 0");
        assertThatThrownBy(() -> new AudioClip(new float[1], 0)).hasMessageContaining("rate of 0");
        assertThatThrownBy(() -> AudioClip.mixed(new float[1], 0, 8000)).hasMessageContaining("0 channels");
    }

    private static AudioClip tone(double hertz, int rate) {
        float[] samples = new float[rate];
        for (int i = 0; i < rate; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
        }
        return new AudioClip(samples, rate);
    }
}
