package org.speakdraw.inference.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;

/** With the network that is packed; what it was trained to find is not in this project, so only the rest can be tested. */
class PictureFilterTest {

    private static final PictureFilter FILTER = PictureFilter.open();
    /** What TensorFlow.js 4.22.0 makes of {@link #stripes} and {@link #grey} with the weights as nsfwjs ships them. */
    private static final float[] REFERENCE_STRIPES = {0.022213f, 0.005198f, 0.971920f, 0.000384f, 0.000285f};

    private static final float[] REFERENCE_GREY = {0.048416f, 0.042131f, 0.906329f, 0.001533f, 0.001591f};

    @AfterAll
    static void close() {
        FILTER.close();
    }

    @Test
    void agreesWithTheNetworkThatItWasConvertedFrom() {
        assertAgrees(REFERENCE_STRIPES, stripes(224, 224));
        assertAgrees(REFERENCE_GREY, grey(224, 224));
    }

    @Test
    void takesAnySizeAndShape() {
        assertAgrees(REFERENCE_GREY, grey(640, 48));
        assertThat(FILTER.judge(stripes(1, 1)).unfit()).isBetween(0.0, 1.0);
    }

    @Test
    void likelihoodsAddUp() {
        Likelihoods all = FILTER.judge(stripes(512, 512));
        assertThat(all.drawing() + all.hentai() + all.neutral() + all.porn() + all.sexy())
                .isCloseTo(1f, within(1e-5f));
        assertThat(all.unfit()).isEqualTo((double) all.hentai() + all.porn());
    }

    private static void assertAgrees(float[] reference, Frame frame) {
        Likelihoods all = FILTER.judge(frame);
        assertThat(new float[] {all.drawing(), all.hentai(), all.neutral(), all.porn(), all.sexy()})
                .containsExactly(reference, within(1e-3f));
    }

    private static Frame grey(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        java.util.Arrays.fill(rgb, (byte) 128);
        return new Frame(width, height, rgb);
    }

    /** Red falls from left to right, green from top to bottom, and blue is in stripes. */
    private static Frame stripes(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            rgb[3 * i] = (byte) (255 - i % width * 255 / width);
            rgb[3 * i + 1] = (byte) (255 - i / width * 255 / height);
            rgb[3 * i + 2] = (byte) (i % width / 28 % 2 * 200);
        }
        return new Frame(width, height, rgb);
    }
}
