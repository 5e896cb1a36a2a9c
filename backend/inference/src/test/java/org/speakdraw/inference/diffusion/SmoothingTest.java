package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.speakdraw.inference.golden.Closeness.difference;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.GoldenBundles;

/** Less flicker where the scene stands still, and no ghosts where it moves. */
class SmoothingTest {

    private static final int SIDE = 64;
    private static final LatentShape SHAPE = new LatentShape(4, 8, 8);

    @Test
    void blocksAreMeansOfTheirPixels() {
        byte[] rgb = new byte[3 * 6 * 5];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % 6 < 4 ? 255 : 0);
        }
        float[] means = new InputPicture(new Frame(6, 5, rgb)).blockMeans();
        // Two blocks across, the second only two pixels wide; two down, the second only one pixel high.
        assertThat(means).containsExactly(new float[] {1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1}, within(1e-6f));
    }

    @Test
    void sensorNoiseIsStillAndAChangeIsNot() {
        InputStillness still = null;
        for (int i = 0; i < 5; i++) {
            still = InputStillness.next(still, scene(i, 0, 5), SHAPE, 0.9f);
        }
        for (float cell : still.cells()) {
            assertThat(cell).isEqualTo(1);
        }
        float[] cells = InputStillness.next(still, scene(9, 20, 5), SHAPE, 0.9f).cells();
        // Left of the middle the scene has changed; a cell beside it, and all further right is as it was.
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                assertThat(cells[8 * y + x]).as(x + ", " + y).isEqualTo(x <= 4 ? 0 : 1);
            }
        }
    }

    @Test
    void aSlowChangeIsSeenInTheEnd() {
        InputStillness still = null;
        float least = 1;
        for (int i = 0; i < 40; i++) {
            still = InputStillness.next(still, scene(i, 2 * i, 0), SHAPE, 0.95f);
            if (i > 0) {
                least = Math.min(least, still.cells()[8 * 4]);
            }
        }
        // Two steps of 255 a frame are taken for noise; what they add up to is not.
        assertThat(InputStillness.next(
                                InputStillness.next(null, scene(0, 0, 0), SHAPE, 0.95f), scene(0, 2, 0), SHAPE, 0.95f)
                        .cells())
                .containsOnly(1);
        assertThat(least).isBetween(0.5f, 0.9f);
    }

    @Test
    void theFirstFrameAndOneOfAnotherSizeAreShownAsTheyAre() {
        InputStillness first = InputStillness.next(null, scene(0, 0, 0), SHAPE, 0.9f);
        assertThat(first.cells()).containsOnly(0);
        InputStillness wider = InputStillness.next(first, grey(128, 64), new LatentShape(4, 8, 16), 0.9f);
        assertThat(wider.cells()).hasSize(128).containsOnly(0);
        assertThat(InputStillness.next(null, null, SHAPE, 0.9f).cells()).containsOnly(1);
        assertThatThrownBy(() -> new Continuity(0, 0, 1)).hasMessageContaining("0.99");
    }

    /** On a real network: much less flicker in a still scene, and the new scene without delay. */
    @Test
    void aStillSceneIsCalmAndANewOneComesAtOnce() {
        DiffusionStream stream = golden();
        StreamState<Integer> plain = new StreamState<>();
        StreamState<Integer> smooth = new StreamState<>();
        double flickerPlain = 0;
        double flickerSmooth = 0;
        float[] lastPlain = {};
        float[] lastSmooth = {};
        for (int i = 0; i < 16; i++) {
            float[] nextPlain = paint(stream, plain, parameters(0, 32), "a fox", scene(i, 0, 5));
            float[] nextSmooth = paint(stream, smooth, parameters(0.8f, 32), "a fox", scene(i, 0, 5));
            if (i >= 10) {
                flickerPlain += difference(lastPlain, nextPlain);
                flickerSmooth += difference(lastSmooth, nextSmooth);
            }
            lastPlain = nextPlain;
            lastSmooth = nextSmooth;
        }
        assertThat(flickerSmooth).isLessThan(0.5 * flickerPlain);
        assertThat(paint(stream, smooth, parameters(0.8f, 32), "a fox", grey(SIDE, SIDE)))
                .containsExactly(paint(stream, plain, parameters(0, 32), "a fox", grey(SIDE, SIDE)));
    }

    @Test
    void anotherPromptShowsAtOnceAndWithoutAGhost() {
        DiffusionStream stream = golden();
        for (List<Integer> indices : List.of(List.of(32), List.of(10, 32))) {
            StreamState<Integer> plain = new StreamState<>();
            StreamState<Integer> smooth = new StreamState<>();
            for (int i = 0; i < 10; i++) {
                String prompt = i < 6 ? "a fox" : "a grey castle on a hill";
                float[] expected = paint(stream, plain, parameters(0, indices), prompt, scene(0, 0, 0));
                float[] actual = paint(stream, smooth, parameters(0.9f, indices), prompt, scene(0, 0, 0));
                assertThat(difference(expected, actual))
                        .as(indices + ", frame " + i)
                        .isLessThan(1e-5);
            }
        }
    }

    @Test
    void aSmoothedSessionInABatchEqualsTheSameSessionAlone() {
        DiffusionStream stream = golden();
        List<StreamState<Integer>> batched = new ArrayList<>();
        List<StreamState<Integer>> alone = new ArrayList<>();
        for (int session = 0; session < 5; session++) {
            batched.add(new StreamState<>());
            alone.add(new StreamState<>());
        }
        for (int tick = 0; tick < 6; tick++) {
            List<StreamInput<Integer>> together = new ArrayList<>();
            List<float[]> expected = new ArrayList<>();
            for (int session = 0; session < 5; session++) {
                StreamParameters parameters =
                        parameters(0.2f * session, session % 2 == 0 ? List.of(32) : List.of(16, 32));
                InputPicture picture = scene(tick, tick > 3 ? 15 : 0, 5);
                String prompt = tick < 2 ? "a fox" : "the sea";
                together.add(input(stream, batched.get(session), parameters, prompt, picture));
                expected.add(paint(stream, alone.get(session), parameters, prompt, picture));
            }
            List<Unrounded> outputs = Unrounded.advance(stream, together);
            for (int session = 0; session < 5; session++) {
                assertThat(difference(outputs.get(session).planes(), expected.get(session)))
                        .isLessThanOrEqualTo(1e-5);
            }
        }
    }

    private static DiffusionStream golden() {
        return SharedStreams.of(GoldenBundles.plain());
    }

    private static float[] paint(
            DiffusionStream stream,
            StreamState<Integer> state,
            StreamParameters parameters,
            String prompt,
            InputPicture picture) {
        return Unrounded.advance(stream, List.of(input(stream, state, parameters, prompt, picture)))
                .get(0)
                .planes();
    }

    private static StreamInput<Integer> input(
            DiffusionStream stream,
            StreamState<Integer> state,
            StreamParameters parameters,
            String prompt,
            InputPicture picture) {
        return new StreamInput<>(
                state, parameters, new Conditioning(stream.embed(prompt), stream.embed("")), picture, 0);
    }

    private static StreamParameters parameters(float smoothing, int index) {
        return parameters(smoothing, List.of(index));
    }

    private static StreamParameters parameters(float smoothing, List<Integer> indices) {
        return new StreamParameters(
                SIDE, SIDE, indices, CfgType.NONE, 1, 1, true, 7, false, new Continuity(0, 0, smoothing));
    }

    /** A soft pattern with sensor noise, and its left half brighter by some steps of 255. */
    private static InputPicture scene(int seed, int brighter, double noise) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % SIDE;
            double value =
                    110 + 50 * Math.sin(0.15 * x) * Math.cos(0.1 * (i / 3 / SIDE)) + (x < SIDE / 2 ? brighter : 0);
            rgb[i] = (byte) Math.round(value + noise * random.nextGaussian());
        }
        return new InputPicture(new Frame(SIDE, SIDE, rgb));
    }

    private static InputPicture grey(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        java.util.Arrays.fill(rgb, (byte) 250);
        return new InputPicture(new Frame(width, height, rgb));
    }
}
