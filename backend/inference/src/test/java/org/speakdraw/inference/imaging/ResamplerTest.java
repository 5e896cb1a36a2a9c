package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.imaging.Resampler.Kernel;

class ResamplerTest {

    @Test
    void agreesWithPillowBitByBit() {
        Golden.require("diffusion/preprocess");
        Frame source = Golden.png("diffusion/preprocess/src_200x128.png");
        assertThat(Resampler.resize(source, 96, 64, Kernel.LANCZOS))
                .isEqualTo(Golden.png("diffusion/preprocess/stream_lanczos_64x96.png"));
        assertThat(Resampler.resize(source, 96, 64, Kernel.BICUBIC))
                .isEqualTo(Golden.png("diffusion/preprocess/wrapper_bicubic_64x96.png"));
        assertThat(Resampler.resize(source, 96, 64, Kernel.BICUBIC))
                .isNotEqualTo(Golden.png("diffusion/preprocess/stream_lanczos_64x96.png"));
    }

    @Test
    void aPlainSurfaceStaysPlainAtEverySize() {
        byte[] rgb = new byte[3 * 20 * 30];
        Arrays.fill(rgb, (byte) 77);
        for (Kernel kernel : Kernel.values()) {
            for (int[] size : new int[][] {{1, 1}, {7, 50}, {40, 9}, {20, 30}}) {
                Frame resized = Resampler.resize(new Frame(20, 30, rgb), size[0], size[1], kernel);
                assertThat(resized.rgb()).hasSize(3 * size[0] * size[1]).containsOnly((byte) 77);
            }
        }
    }
}
