package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.inference.golden.Closeness.difference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.StreamState.Beginning;
import org.speakdraw.inference.golden.GoldenBundles;

/** Where StreamDiffusion goes wrong, and what ours does instead. */
class ReferenceFaultsTest {

    private static final int SIDE = 64;

    private DiffusionStream stream;

    @BeforeEach
    void open() {
        stream = SharedStreams.of(GoldenBundles.plain());
    }

    /** Reference: the negative rows are lost and the next frame crashes. */
    @Test
    void aNewPromptKeepsTheNegativeRows() {
        for (CfgType type : List.of(CfgType.FULL, CfgType.INITIALIZE)) {
            StreamParameters parameters = guided(type, 1.5f, List.of(32));
            StreamState<Integer> changing = new StreamState<>();
            advance(changing, parameters, "a cat", picture(0), 0);
            Unrounded changed =
                    advance(changing, parameters, "a city", picture(1), 1).get();
            Unrounded fresh = advance(new StreamState<>(), parameters, "a city", picture(1), 1)
                    .get();
            assertThat(changed.planes()).as(type.name()).containsExactly(fresh.planes());
        }
    }

    /** Reference: crashes while it prepares. */
    @Test
    void aGuidanceScaleOfOneIsNoGuidance() {
        Unrounded plain = paintFirst(guided(CfgType.NONE, 1f, List.of(16, 32)));
        for (CfgType type : CfgType.values()) {
            assertThat(paintFirst(guided(type, 1f, List.of(16, 32))).planes()).containsExactly(plain.planes());
            assertThat(paintFirst(guided(type, 0.5f, List.of(16, 32))).planes()).containsExactly(plain.planes());
        }
        assertThat(paintFirst(guided(CfgType.FULL, 1.5f, List.of(16, 32))).planes())
                .isNotEqualTo(plain.planes());
    }

    /** Reference: without a stream batch the noise of a frame is the last noisy frame, and it draws more. */
    @Test
    void theNoiseOfSinglePicturesDoesNotGrow() {
        StreamState<Integer> state = new StreamState<>();
        StreamParameters parameters = guided(CfgType.NONE, 1f, List.of(16, 32));
        Unrounded first = paint(state, parameters, 3);
        Unrounded second = paint(state, parameters, 3);
        assertThat(second.planes()).containsExactly(first.planes());
    }

    /** Reference: the stock noise stays zero there, so that guidance only makes the prediction larger. */
    @Test
    void selfGuidanceOfSinglePicturesHasItsStockNoise() {
        for (CfgType type : CfgType.values()) {
            StreamParameters parameters = guided(type, 1.5f, List.of(32));
            assertThat(paint(new StreamState<>(), parameters, 3).planes())
                    .as(type.name())
                    .containsExactly(advance(new StreamState<>(), parameters, "a cat", picture(3), 0)
                            .get()
                            .planes());
        }
    }

    /** Reference: both frames of a buffer get the same noise; more than one step crashes. */
    @Test
    void framesOfOneBatchHaveNoiseOfTheirOwn() {
        List<Unrounded> outputs = Unrounded.advance(
                stream,
                List.of(
                        input(new StreamState<>(), seeded(1), "a cat", picture(0), 0),
                        input(new StreamState<>(), seeded(2), "a cat", picture(0), 1),
                        input(new StreamState<>(), seeded(1), "a cat", picture(0), 2)));
        float[] first = outputs.get(0).planes();
        assertThat(difference(first, outputs.get(1).planes())).isGreaterThan(1e-3);
        assertThat(difference(first, outputs.get(2).planes())).isLessThan(1e-5);
    }

    /** Reference: the first S - 1 outputs come out of zeros, whatever the picture is. */
    @Test
    void theFirstOutputAlreadyShowsTheFirstFrame() {
        StreamParameters parameters = guided(CfgType.NONE, 1f, List.of(16, 32, 45));
        List<float[]> ours = new ArrayList<>();
        List<float[]> reference = new ArrayList<>();
        for (int number : new int[] {0, 1}) {
            StreamInput<Integer> input = input(new StreamState<>(), parameters, "a cat", picture(number), 7);
            Unrounded first = Unrounded.advance(stream, List.of(input)).get(0);
            assertThat(first.tag()).isEqualTo(7);
            ours.add(first.planes());
            StreamState<Integer> zeros = new StreamState<>(new SeededNoise(), Beginning.ZEROS);
            reference.add(advance(zeros, parameters, "a cat", picture(number), 7)
                    .get()
                    .planes());
        }
        assertThat(difference(ours.get(0), ours.get(1))).isGreaterThan(1e-2);
        assertThat(difference(reference.get(0), reference.get(1))).isLessThan(1e-4);
    }

    /** Reference: with one step the stock noise starts at zero and feeds back from frame to frame. */
    @Test
    void selfGuidanceWithOneStepDoesNotFeedBack() {
        StreamParameters parameters = guided(CfgType.SELF, 1.5f, List.of(32));
        StreamState<Integer> ours = new StreamState<>();
        StreamState<Integer> reference = new StreamState<>(new SeededNoise(), Beginning.ZEROS);
        assertThat(advance(ours, parameters, "a cat", picture(0), 0).get().planes())
                .containsExactly(
                        advance(ours, parameters, "a cat", picture(0), 1).get().planes());
        assertThat(advance(reference, parameters, "a cat", picture(0), 0).get().planes())
                .isNotEqualTo(advance(reference, parameters, "a cat", picture(0), 1)
                        .get()
                        .planes());
    }

    /** Reference: a picture whose values are all above the middle is normalised twice. */
    @Test
    void aBrightFrameIsNormalisedOnce() {
        byte[] rgb = new byte[3 * 8 * 8];
        java.util.Arrays.fill(rgb, (byte) 200);
        float[] means = new InputPicture(new Frame(8, 8, rgb)).blockMeans();
        assertThat(means).hasSize(12).containsOnly(200 / 127.5f - 1);
        DiffusionStream stream = SharedStreams.of(GoldenBundles.plain());
        byte[] dim = new byte[3 * 8 * 8];
        java.util.Arrays.fill(dim, (byte) 150);
        List<float[]> latents = stream.encoder()
                .encode(
                        List.of(
                                new VaeEncoder.Item(new InputPicture(new Frame(8, 8, rgb)), Optional.empty()),
                                new VaeEncoder.Item(new InputPicture(new Frame(8, 8, dim)), Optional.empty())),
                        new LatentShape(4, 1, 1),
                        new TickMemory());
        assertThat(latents.get(0)).isNotEqualTo(latents.get(1));
    }

    /** Reference: the KL encoder draws a sample for every frame, so that a still picture flickers. */
    @Test
    void aStillPictureEncodesToTheSameLatent() {
        DiffusionStream kl = SharedStreams.of(GoldenBundles.kl());
        LatentShape shape = new LatentShape(4, 8, 8);
        List<VaeEncoder.Item> still = List.of(new VaeEncoder.Item(picture(0), Optional.empty()));
        assertThat(kl.encoder().encode(still, shape, new TickMemory()).get(0))
                .containsExactly(
                        kl.encoder().encode(still, shape, new TickMemory()).get(0));
    }

    /** Reference: the seed is lost on the way, and painting from noise draws from a generator without one. */
    @Test
    void aSeedMeansTheSamePictureAgain() {
        for (boolean fromNoise : new boolean[] {false, true}) {
            InputPicture picture = fromNoise ? null : picture(0);
            float[] one = advance(new StreamState<>(), seeded(1), "a cat", picture, 0)
                    .get()
                    .planes();
            float[] again = advance(new StreamState<>(), seeded(1), "a cat", picture, 0)
                    .get()
                    .planes();
            float[] other = advance(new StreamState<>(), seeded(2), "a cat", picture, 0)
                    .get()
                    .planes();
            assertThat(again).containsExactly(one);
            assertThat(other).isNotEqualTo(one);
        }
    }

    @Test
    void paintingFromNoiseShowsNothingUntilAPictureIsThroughAllSteps() {
        StreamParameters parameters = guided(CfgType.NONE, 1f, List.of(0, 16, 32));
        StreamState<Integer> state = new StreamState<>();
        List<Optional<Unrounded>> outputs = new ArrayList<>();
        for (int tick = 0; tick < 5; tick++) {
            outputs.add(advance(state, parameters, "a cat", null, tick));
        }
        assertThat(outputs.stream().map(Optional::isPresent)).containsExactly(false, false, true, true, true);
    }

    @Test
    void freshNoiseChangesAStillPicture() {
        StreamParameters fresh = new StreamParameters(SIDE, SIDE, List.of(32), CfgType.NONE, 1, 1, true, 1, true);
        StreamState<Integer> state = new StreamState<>();
        float[] first = advance(state, fresh, "a cat", picture(0), 0).get().planes();
        assertThat(advance(state, fresh, "a cat", picture(0), 1).get().planes()).isNotEqualTo(first);
        float[] kept = advance(state, seeded(1), "a cat", picture(0), 2).get().planes();
        assertThat(kept)
                .containsExactly(advance(new StreamState<>(), seeded(1), "a cat", picture(0), 0)
                        .get()
                        .planes());
    }

    @Test
    void aTickThatFailsMovesNobody() {
        StreamParameters steps = guided(CfgType.NONE, 1f, List.of(16, 32));
        StreamState<Integer> state = new StreamState<>();
        StreamState<Integer> untouched = new StreamState<>();
        advance(state, steps, "a cat", picture(0), 0);
        advance(untouched, steps, "a cat", picture(0), 0);
        StreamParameters odd = new StreamParameters(60, 60, List.of(32), CfgType.NONE, 1, 1, true, 1, false);
        assertThatThrownBy(() -> stream.advance(List.of(
                        input(state, steps, "a cat", picture(1), 1),
                        input(new StreamState<>(), odd, "a cat", null, 1))))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("size-unsupported"))
                .hasMessageContaining("60 x 60")
                .hasMessageContaining("8");
        assertThat(advance(state, steps, "a cat", picture(2), 2).get().planes())
                .containsExactly(
                        advance(untouched, steps, "a cat", picture(2), 2).get().planes());
    }

    @Test
    void aSessionTakesPartInATickOnce() {
        StreamState<Integer> state = new StreamState<>();
        StreamInput<Integer> input = input(state, seeded(1), "a cat", picture(0), 0);
        assertThatThrownBy(() -> stream.advance(List.of(input, input))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTickWithoutInputsDoesNothing() {
        TickResult<Integer> result = stream.advance(List.of());
        assertThat(result.outputs()).isEmpty();
        assertThat(result.timings()).isEqualTo(TickTimings.NONE);
    }

    @Test
    void strangePromptsHaveEmbeddings() {
        for (String prompt : List.of("", "日本語 😀", "x".repeat(10_000), "!".repeat(10_000), "\0\n\t")) {
            assertThat(stream.embed(prompt).tokens()).isEqualTo(77);
        }
    }

    private Unrounded paintFirst(StreamParameters parameters) {
        StreamState<Integer> state = new StreamState<>();
        advance(state, parameters, "a cat", picture(0), 0);
        return advance(state, parameters, "a cat", picture(1), 1).get();
    }

    private Unrounded paint(StreamState<Integer> state, StreamParameters parameters, int number) {
        return Unrounded.paint(stream, input(state, parameters, "a cat", picture(number), number));
    }

    private Optional<Unrounded> advance(
            StreamState<Integer> state, StreamParameters parameters, String prompt, InputPicture picture, int tag) {
        return Unrounded.advance(stream, List.of(input(state, parameters, prompt, picture, tag))).stream()
                .findFirst();
    }

    private StreamInput<Integer> input(
            StreamState<Integer> state, StreamParameters parameters, String prompt, InputPicture picture, int tag) {
        Conditioning conditioning = new Conditioning(stream.embed(prompt), stream.embed("blurry"));
        return new StreamInput<>(state, parameters, conditioning, picture, tag);
    }

    private static StreamParameters guided(CfgType type, float scale, List<Integer> indices) {
        return new StreamParameters(SIDE, SIDE, indices, type, scale, 1, true, 1, false);
    }

    private static StreamParameters seeded(long seed) {
        return new StreamParameters(SIDE, SIDE, List.of(32), CfgType.NONE, 1, 1, true, seed, false);
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
