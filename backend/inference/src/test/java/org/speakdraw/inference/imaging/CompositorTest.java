package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Compositor.Layers;

class CompositorTest {

    private static final CompositeOptions GAMMA = new CompositeOptions(false, 0, 0, false);
    private static final CompositeOptions INVERTED = new CompositeOptions(true, 0, 0, true);

    private final Compositor compositor = new Compositor();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheOriginalByteForByteAtZeroAndTheRepaintedAtOne(boolean linearLight) {
        Frame original = random(1, 64, 48);
        Frame repainted = random(2, 64, 48);
        float[] alpha = new float[64 * 48];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = i % 64 < 20 ? 0f : i % 64 < 40 ? 1f : 0.5f;
        }
        Frame mixed = compositor.composite(
                layers(original, repainted, new Matte(64, 48, alpha)), new CompositeOptions(linearLight, 0, 0, false));
        for (int i = 0; i < alpha.length; i++) {
            for (int at = 3 * i; at < 3 * i + 3; at++) {
                if (alpha[i] != 0.5f) {
                    assertThat(mixed.rgb()[at]).isEqualTo((alpha[i] == 0 ? original : repainted).rgb()[at]);
                }
            }
        }
    }

    @Test
    void keepsTheOriginalAtItsOwnSizeWhereTheMatteIsSmallerAndZero() {
        Frame original = random(1, 640, 480);
        float[] alpha = new float[64 * 48];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = i % 64 < 32 ? 0f : 1f;
        }
        Frame mixed = compositor.composite(
                layers(original, random(2, 512, 384), new Matte(64, 48, alpha)), CompositeOptions.usual());
        assertThat(mixed.width()).isEqualTo(640);
        for (int y = 0; y < 480; y++) {
            int from = 3 * 640 * y;
            // 10 pixels of the original a cell; linear enlarging reaches half a cell far.
            int to = from + 3 * 315;
            assertThat(Arrays.equals(mixed.rgb(), from, to, original.rgb(), from, to))
                    .isTrue();
        }
    }

    @Test
    void passesAFrameWithoutAPersonThrough() {
        Frame original = random(1, 32, 32);
        assertThat(compositor.composite(
                        layers(original, random(2, 16, 16), uniform(8, 8, 0)), CompositeOptions.usual()))
                .isSameAs(original);
    }

    @Test
    void mixesLightOrValues() {
        Layers half = layers(grey(4, 0), grey(4, 255), uniform(4, 4, 0.5f));
        assertThat(level(half, GAMMA)).isEqualTo(128);
        // Half the light of white: 1.055 * 0.5^(1 / 2.4) - 0.055 = 0.7354.
        assertThat(level(half, CompositeOptions.usual())).isEqualTo(188);
    }

    @Test
    void thereAndBackThroughLinearLightChangesNothing() {
        SrgbTables tables = new SrgbTables();
        for (int value = 0; value < 256; value++) {
            assertThat(tables.srgb(tables.linear(value)) & 0xFF).isEqualTo(value);
        }
    }

    @Test
    void invertsGrowsShrinksAndFeathers() {
        float[] alpha = new float[101 * 101];
        for (int y = 40; y <= 60; y++) {
            Arrays.fill(alpha, y * 101 + 40, y * 101 + 61, 1f);
        }
        Matte square = new Matte(101, 101, alpha);
        assertThat(width(square, 0)).isEqualTo(21);
        assertThat(width(square, 7)).isEqualTo(35);
        assertThat(width(square, -7)).isEqualTo(7);
        assertThat(width(square, -11)).isZero();
        float[] soft = MatteShaper.shape(square, 101, 101, new CompositeOptions(true, 6, 0, false));
        int row = 50 * 101;
        assertThat(soft[row + 50]).isCloseTo(1f, within(1e-5f));
        assertThat(soft[row + 40] + soft[row + 39]).isCloseTo(1f, within(1e-4f));
        assertThat(soft[row + 34]).isGreaterThan(0f);
        assertThat(soft[row + 33]).isCloseTo(0f, within(1e-6f));

        Frame original = random(1, 101, 101);
        Frame repainted = random(2, 101, 101);
        Frame inverted = compositor.composite(layers(original, repainted, square), INVERTED);
        int inside = 3 * (row + 50);
        assertThat(inverted.rgb()[inside]).isEqualTo(original.rgb()[inside]);
        assertThat(inverted.rgb()[3]).isEqualTo(repainted.rgb()[3]);
    }

    @Test
    void growsRoundly() {
        float[] dot = new float[101 * 101];
        dot[50 * 101 + 50] = 1;
        float[] grown = MatteShaper.shape(new Matte(101, 101, dot), 101, 101, new CompositeOptions(true, 0, 20, false));
        for (int i = 0; i < grown.length; i++) {
            double distance = Math.hypot(i % 101 - 50, i / 101 - 50);
            if (distance < 19) {
                assertThat(grown[i]).isEqualTo(1f);
            } else if (distance > 22.5) {
                assertThat(grown[i]).isZero();
            }
        }
    }

    /** A red person on blue, repainted green: the edge has to be green and blue without any red. */
    @Test
    void takesTheOldColoursOutOfTheEdge() {
        Frame edge = colour(4, 128, 0, 128);
        Layers plain = layers(edge, colour(4, 0, 255, 0), uniform(4, 4, 0.5f));
        Layers clean = new Layers(edge, plain.repainted(), plain.matte(), Optional.of(colour(4, 255, 0, 0)));
        assertThat(compositor.composite(plain, GAMMA).rgb()[0] & 0xFF).isEqualTo(64);
        byte[] rgb = compositor.composite(clean, GAMMA).rgb();
        assertThat(rgb[0] & 0xFF).isLessThanOrEqualTo(1);
        assertThat(rgb[1] & 0xFF).isCloseTo(128, within(1));
        assertThat(rgb[2] & 0xFF).isCloseTo(128, within(1));
    }

    /** The same edge with the blue background repainted green: red and green without any blue. */
    @Test
    void takesTheOldBackgroundOutOfTheEdgeOfAKeptPerson() {
        Frame edge = colour(4, 128, 0, 128);
        Layers plain = layers(edge, colour(4, 0, 255, 0), uniform(4, 4, 0.5f));
        Layers clean = new Layers(edge, plain.repainted(), plain.matte(), Optional.of(colour(4, 255, 0, 0)));
        CompositeOptions inverted = new CompositeOptions(false, 0, 0, true);
        assertThat(compositor.composite(plain, inverted).rgb()[2] & 0xFF).isEqualTo(64);
        byte[] rgb = compositor.composite(clean, inverted).rgb();
        assertThat(rgb[0] & 0xFF).isCloseTo(128, within(1));
        assertThat(rgb[1] & 0xFF).isCloseTo(128, within(1));
        assertThat(rgb[2] & 0xFF).isLessThanOrEqualTo(1);
    }

    /** Whatever a network dreams of as foreground: certain pixels are the frame's own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void believesNoForegroundWhereTheMatteIsCertain(boolean invert) {
        Frame original = random(1, 64, 48);
        float[] alpha = new float[64 * 48];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = i % 64 < 32 ? 0f : 1f;
        }
        Layers layers =
                new Layers(original, random(2, 64, 48), new Matte(64, 48, alpha), Optional.of(random(3, 64, 48)));
        byte[] mixed = compositor
                .composite(layers, new CompositeOptions(true, 0, 0, invert))
                .rgb();
        for (int i = 0; i < alpha.length; i++) {
            byte[] expected = (alpha[i] == 0) == invert ? layers.repainted().rgb() : original.rgb();
            assertThat(Arrays.equals(mixed, 3 * i, 3 * i + 3, expected, 3 * i, 3 * i + 3))
                    .isTrue();
        }
    }

    @Test
    void cutsTheBarsOfALetterboxOff() {
        Frame original = grey(160, 80, 10);
        Frame boxed = FrameFitter.fit(grey(160, 80, 200), 80, 80, Fit.LETTERBOX);
        Frame mixed = compositor.composite(layers(original, boxed, uniform(4, 4, 1)), CompositeOptions.usual());
        assertThat(mixed).isEqualTo(grey(160, 80, 200));
    }

    @Test
    void visiblePartIsTheOriginalsOwnPixels() {
        Frame frame = random(4, 640, 480);
        Frame part = Compositor.visiblePart(frame, 512, 512);
        assertThat(part.width()).isEqualTo(480);
        assertThat(part.height()).isEqualTo(480);
        for (int y = 0; y < 480; y++) {
            int from = 3 * (640 * y + 80);
            assertThat(Arrays.equals(part.rgb(), 3 * 480 * y, 3 * 480 * (y + 1), frame.rgb(), from, from + 3 * 480))
                    .isTrue();
        }
        assertThat(Compositor.visiblePart(frame, 64, 48)).isSameAs(frame);
    }

    @Test
    void saysWhatItTakes() {
        assertThatThrownBy(() -> new CompositeOptions(true, 65, 0, false)).hasMessageContaining("feather of 65");
        assertThatThrownBy(() -> new CompositeOptions(true, 0, -65, false)).hasMessageContaining("-65");
    }

    private int level(Layers layers, CompositeOptions options) {
        return compositor.composite(layers, options).rgb()[0] & 0xFF;
    }

    private static int width(Matte matte, int grow) {
        float[] shaped = MatteShaper.shape(matte, 101, 101, new CompositeOptions(true, 0, grow, false));
        int width = 0;
        for (int x = 0; x < 101; x++) {
            width += shaped[50 * 101 + x] > 0.5f ? 1 : 0;
        }
        return width;
    }

    private static Layers layers(Frame original, Frame repainted, Matte matte) {
        return new Layers(original, repainted, matte, Optional.empty());
    }

    private static Matte uniform(int width, int height, float value) {
        float[] alpha = new float[width * height];
        Arrays.fill(alpha, value);
        return new Matte(width, height, alpha);
    }

    private static Frame random(long seed, int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(seed).nextBytes(rgb);
        return new Frame(width, height, rgb);
    }

    private static Frame grey(int side, int level) {
        return grey(side, side, level);
    }

    private static Frame grey(int width, int height, int level) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) level);
        return new Frame(width, height, rgb);
    }

    private static Frame colour(int side, int red, int green, int blue) {
        byte[] rgb = new byte[3 * side * side];
        for (int at = 0; at < rgb.length; at += 3) {
            rgb[at] = (byte) red;
            rgb[at + 1] = (byte) green;
            rgb[at + 2] = (byte) blue;
        }
        return new Frame(side, side, rgb);
    }
}
