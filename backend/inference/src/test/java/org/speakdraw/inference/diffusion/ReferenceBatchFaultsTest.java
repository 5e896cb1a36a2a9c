package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.inference.golden.Closeness.difference;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.GoldenBundles;

/** Where StreamDiffusion goes wrong with batches, steps and prompts that change, and what ours does instead. */
class ReferenceBatchFaultsTest {

    private static final int SIDE = 64;

    private DiffusionStream stream;

    @BeforeEach
    void open() {
        stream = SharedStreams.of(GoldenBundles.plain());
    }

    /**
     * Reference: a frame buffer crashes with several steps, and with initialize; it returns the last row only and
     * moves its noise by one row instead of one frame.
     */
    @Test
    void severalFramesShareATickWithAnyStepsAndGuidance() {
        for (CfgType type : CfgType.values()) {
            StreamParameters parameters = guided(type, List.of(16, 32));
            List<StreamState<Integer>> together =
                    List.of(new StreamState<>(), new StreamState<>(), new StreamState<>());
            List<StreamState<Integer>> alone = List.of(new StreamState<>(), new StreamState<>(), new StreamState<>());
            for (int tick = 0; tick < 3; tick++) {
                List<StreamInput<Integer>> batch = new ArrayList<>();
                List<float[]> expected = new ArrayList<>();
                for (int session = 0; session < 3; session++) {
                    InputPicture picture = picture(10 * session + tick);
                    batch.add(input(together.get(session), parameters, "a cat", picture));
                    expected.add(paint(alone.get(session), parameters, "a cat", picture));
                }
                List<Unrounded> outputs = Unrounded.advance(stream, batch);
                assertThat(outputs).hasSize(3);
                for (int session = 0; session < 3; session++) {
                    assertThat(difference(outputs.get(session).planes(), expected.get(session)))
                            .as(type + ", tick " + tick)
                            .isLessThan(1e-5);
                }
            }
        }
    }

    /** Reference: several pictures from noise in one batch crash with more than one step. */
    @Test
    void severalPicturesFromNoiseShareATick() {
        StreamParameters parameters = guided(CfgType.NONE, List.of(0, 16, 32, 45));
        List<StreamState<Integer>> together = List.of(new StreamState<>(), new StreamState<>());
        StreamState<Integer> alone = new StreamState<>();
        for (int tick = 0; tick < 5; tick++) {
            List<Unrounded> outputs = Unrounded.advance(
                    stream,
                    List.of(
                            input(together.get(0), parameters, "a cat", null, tick),
                            input(together.get(1), parameters, "a city", null, tick)));
            List<Unrounded> expected =
                    Unrounded.advance(stream, List.of(input(alone, parameters, "a city", null, tick)));
            assertThat(outputs).as("tick " + tick).hasSize(tick < 3 ? 0 : 2);
            if (tick >= 3) {
                assertThat(difference(outputs.get(1).planes(), expected.get(0).planes()))
                        .isLessThan(1e-5);
            }
        }
    }

    /** Reference: full guidance without a stream batch crashes while it prepares. */
    @Test
    void singlePicturesTakeAnyGuidanceWithAnySteps() {
        for (CfgType type : CfgType.values()) {
            StreamInput<Integer> input =
                    input(new StreamState<>(), guided(type, List.of(10, 25, 40)), "a cat", picture(1));
            for (float value : Unrounded.paint(stream, input).planes()) {
                assertThat(value).isFinite();
            }
        }
    }

    /** Reference: all frames in flight jump to a new prompt at once. Ours glide, all rows of a tick alike. */
    @Test
    void framesInFlightGlideToANewPrompt() {
        StreamParameters at = guided(CfgType.NONE, List.of(16, 32));
        StreamParameters gliding = new StreamParameters(
                SIDE, SIDE, List.of(16, 32), CfgType.NONE, 1, 1, true, 1, false, new Continuity(6, 0, 0));
        StreamState<Integer> jumps = new StreamState<>();
        StreamState<Integer> glides = new StreamState<>();
        float[] before = {};
        for (int i = 0; i < 3; i++) {
            before = paint(jumps, at, "a cat", picture(0));
            paint(glides, gliding, "a cat", picture(0));
        }
        float[] jumped = paint(jumps, at, "a city at night", picture(0));
        float[] glided = paint(glides, gliding, "a city at night", picture(0));
        assertThat(difference(glided, before)).isPositive().isLessThan(difference(jumped, before));
        for (int i = 0; i < 8; i++) {
            jumped = paint(jumps, at, "a city at night", picture(0));
            glided = paint(glides, gliding, "a city at night", picture(0));
        }
        assertThat(glided).containsExactly(jumped);
    }

    /**
     * Reference: its one-time negative is asked for again with every frame. So is ours, once a frame rather than once a
     * step as full guidance does, because each frame is another picture; and delta scales it.
     */
    @Test
    void initializeCostsOneRowMoreThanSelf() {
        for (CfgType type : CfgType.values()) {
            StreamParameters parameters = guided(type, List.of(10, 25, 40));
            StreamState<Integer> state = new StreamState<>();
            for (int frame = 0; frame < 2; frame++) {
                StreamInput<Integer> input = input(state, parameters, "a cat", picture(frame));
                int rows = stream.advance(List.of(input)).timings().rows();
                assertThat(rows)
                        .as(type.name())
                        .isEqualTo(
                                switch (type) {
                                    case NONE, SELF -> 3;
                                    case INITIALIZE -> 4;
                                    case FULL -> 6;
                                });
            }
        }
        StreamParameters weak =
                new StreamParameters(SIDE, SIDE, List.of(32), CfgType.INITIALIZE, 1.5f, 0.2f, true, 1, false);
        assertThat(paint(new StreamState<>(), weak, "a cat", picture(0)))
                .isNotEqualTo(paint(new StreamState<>(), guided(CfgType.INITIALIZE, List.of(32)), "a cat", picture(0)));
    }

    /** Reference: a prompt that comes with every frame is encoded with every frame. */
    @Test
    void aPromptIsEncodedOnce() {
        assertThat(stream.embed("a cat on a mat")).isSameAs(stream.embed("a cat on a mat"));
    }

    /** Reference: frames are resized in three places with three filters. Ours are fitted once, before the stream. */
    @Test
    void theStreamItselfResizesNothing() {
        StreamParameters wide = new StreamParameters(128, SIDE, List.of(32), CfgType.NONE, 1, 1, true, 1, false);
        assertThatThrownBy(() -> input(new StreamState<>(), wide, "a cat", picture(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 x 64")
                .hasMessageContaining("128 x 64");
    }

    /** Reference: always takes the prediction for noise. The same noise, told as velocity, means the same picture. */
    @Test
    void theKindOfPredictionIsHonoured() {
        StepCoefficients step = stream.schedule().at(List.of(20)).get(0);
        float[] latent = {0.3f, -1.2f, 0.7f};
        float[] noise = {0.5f, 0.1f, -0.9f};
        float[] velocity = new float[3];
        for (int i = 0; i < 3; i++) {
            float clean = (latent[i] - step.b() * noise[i]) / step.a();
            velocity[i] = step.a() * noise[i] - step.b() * clean;
        }
        PredictionType.V_PREDICTION.toNoise(velocity, latent, step);
        assertThat(difference(velocity, noise)).isLessThan(1e-6);
        float[] kept = noise.clone();
        PredictionType.EPSILON.toNoise(kept, latent, step);
        assertThat(kept).containsExactly(noise);
    }

    /**
     * Reference: another timestep list needs a new pipeline. Ours goes on: the same number of steps keeps the frames in
     * flight, and another number begins with the newest frame at all steps, as a new session does, without a gap.
     */
    @Test
    void theTimestepListMayChangeWithEveryFrame() {
        StreamState<Integer> state = new StreamState<>();
        List<List<Integer>> lists = List.of(
                List.of(16, 32), List.of(16, 32), List.of(10, 45), List.of(5, 20, 40), List.of(30), List.of(16, 32));
        List<Integer> tags = new ArrayList<>();
        for (int tick = 0; tick < lists.size(); tick++) {
            StreamParameters parameters = guided(CfgType.SELF, lists.get(tick));
            StreamInput<Integer> input = input(state, parameters, "a cat", picture(tick), tick);
            Unrounded output = Unrounded.advance(stream, List.of(input)).get(0);
            tags.add(output.tag());
            if (tick == 0 || lists.get(tick).size() != lists.get(tick - 1).size()) {
                assertThat(output.planes())
                        .as("tick " + tick)
                        .containsExactly(paint(new StreamState<>(), parameters, "a cat", picture(tick)));
            }
        }
        assertThat(tags).containsExactly(0, 0, 1, 3, 4, 5);
    }

    private float[] paint(
            StreamState<Integer> state, StreamParameters parameters, String prompt, InputPicture picture) {
        return Unrounded.advance(stream, List.of(input(state, parameters, prompt, picture)))
                .get(0)
                .planes();
    }

    private StreamInput<Integer> input(
            StreamState<Integer> state, StreamParameters parameters, String prompt, InputPicture picture) {
        return input(state, parameters, prompt, picture, 0);
    }

    private StreamInput<Integer> input(
            StreamState<Integer> state,
            StreamParameters parameters,
            String prompt,
            @Nullable InputPicture picture,
            int tag) {
        Conditioning conditioning = new Conditioning(stream.embed(prompt), stream.embed("blurry"));
        return new StreamInput<>(state, parameters, conditioning, picture, tag);
    }

    private static StreamParameters guided(CfgType type, List<Integer> indices) {
        return new StreamParameters(SIDE, SIDE, indices, type, 1.5f, 1, true, 1, false);
    }

    /** A soft gradient that moves with the number. */
    private static InputPicture picture(int number) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte)
                    (128 + 90 * Math.sin((i / 3 % SIDE + 5 * number + i % 3) * 0.2) * Math.cos(i / 3 / SIDE * 0.1));
        }
        return new InputPicture(new Frame(SIDE, SIDE, rgb));
    }
}
