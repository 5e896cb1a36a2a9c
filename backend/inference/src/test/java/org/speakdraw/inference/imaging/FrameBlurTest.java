package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;

class FrameBlurTest {

    @Test
    void leavesLightAndDarkAndNothingElse() {
        Frame frame = chequered(256, 192);
        Frame blurred = FrameBlur.of(frame);
        assertThat(blurred.width()).isEqualTo(256);
        assertThat(blurred.height()).isEqualTo(192);
        assertThat(contrast(frame)).isEqualTo(255);
        assertThat(contrast(blurred)).isLessThan(40);
        assertThat(FrameBlur.of(chequered(3, 2)).width()).isEqualTo(3);
    }

    private static Frame chequered(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            byte value = (byte) ((i % width / 12 + i / width / 12) % 2 * 255);
            rgb[3 * i] = value;
            rgb[3 * i + 1] = value;
            rgb[3 * i + 2] = value;
        }
        return new Frame(width, height, rgb);
    }

    private static int contrast(Frame frame) {
        int least = 255;
        int most = 0;
        for (byte value : frame.rgb()) {
            least = Math.min(least, value & 0xFF);
            most = Math.max(most, value & 0xFF);
        }
        return most - least;
    }
}
