package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;

class FrameFitterTest {

    @Test
    void aFrameOfTheSizeIsReturnedItself() {
        Frame frame = JpegCodecTest.gradient(64, 48);
        assertThat(FrameFitter.fit(frame, 64, 48, Fit.CROP)).isSameAs(frame);
        assertThat(FrameFitter.fit(frame, 64, 48, Fit.LETTERBOX)).isSameAs(frame);
    }

    @Test
    void cropKeepsTheMiddleAndNoBars() {
        // Left third red, middle green, right blue; a square cut out of the middle is green.
        Frame stripes = stripes(96, 32);
        Frame cropped = FrameFitter.fit(stripes, 32, 32, Fit.CROP);
        assertThat(pixel(cropped, 0, 0)).isEqualTo(0x00FF00);
        assertThat(pixel(cropped, 31, 31)).isEqualTo(0x00FF00);
    }

    @Test
    void letterboxShowsEverythingBetweenBlackBars() {
        Frame boxed = FrameFitter.fit(stripes(96, 32), 48, 48, Fit.LETTERBOX);
        assertThat(pixel(boxed, 24, 0)).isZero();
        assertThat(pixel(boxed, 24, 15)).isZero();
        assertThat(pixel(boxed, 24, 16)).isEqualTo(0x00FF00);
        assertThat(pixel(boxed, 2, 24)).isEqualTo(0xFF0000);
        assertThat(pixel(boxed, 45, 24)).isEqualTo(0x0000FF);
        assertThat(pixel(boxed, 24, 32)).isZero();
    }

    @Test
    void shrinkingAveragesAndEnlargingKeepsTheRange() {
        byte[] checks = new byte[3 * 64 * 64];
        for (int i = 0; i < 64 * 64; i++) {
            byte level = (byte) ((i % 64 + i / 64) % 2 * 255);
            checks[3 * i] = level;
            checks[3 * i + 1] = level;
            checks[3 * i + 2] = level;
        }
        Frame small = FrameFitter.fit(new Frame(64, 64, checks), 32, 32, Fit.CROP);
        assertThat(small.rgb()[3 * 500] & 0xFF).isBetween(126, 129);
        Frame large = FrameFitter.fit(JpegCodecTest.gradient(20, 10), 100, 50, Fit.CROP);
        assertThat(large.rgb()).hasSize(3 * 100 * 50);
    }

    @Test
    void everyAspectFitsEverySize() {
        for (int[] size : new int[][] {{1, 1}, {1, 500}, {500, 1}, {33, 7}, {640, 480}}) {
            Frame frame = JpegCodecTest.gradient(size[0], size[1]);
            for (Fit fit : Fit.values()) {
                Frame fitted = FrameFitter.fit(frame, 96, 64, fit);
                assertThat(fitted.rgb()).hasSize(3 * 96 * 64);
            }
        }
        assertThatThrownBy(() -> FrameFitter.fit(JpegCodecTest.gradient(4, 4), 0, 8, Fit.CROP))
                .hasMessageContaining("0 x 8");
    }

    private static Frame stripes(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            rgb[3 * i + 3 * (i % width) / width] = (byte) 255;
        }
        return new Frame(width, height, rgb);
    }

    private static int pixel(Frame frame, int x, int y) {
        int at = 3 * (y * frame.width() + x);
        return (frame.rgb()[at] & 0xFF) << 16 | (frame.rgb()[at + 1] & 0xFF) << 8 | frame.rgb()[at + 2] & 0xFF;
    }
}
