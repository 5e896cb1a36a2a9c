package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.inference.golden.Closeness.difference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;

/** What a session keeps when its settings change, without any network: the predictions are zeros. */
class StreamStateTest {

    private static final LatentShape SHAPE = new LatentShape(2, 2, 2);
    static final LcmSchedule SCHEDULE = new LcmSchedule(
            IntStream.range(0, 1000).mapToDouble(t -> Math.pow(0.995, t + 1)).toArray(), 50);
    private static final TextEmbedding PROMPT = new TextEmbedding(1, 1, new float[] {1});
    private static final TextEmbedding NEGATIVE = new TextEmbedding(1, 1, new float[] {-1});

    private final StreamState<String> state = new StreamState<>();

    @Test
    void aFrameComesOutAsManyTicksLaterAsThereAreStepsBetween() {
        StreamParameters three = parameters(10, 20, 30);
        List<String> tags = new ArrayList<>();
        for (String tag : List.of("a", "b", "c", "d", "e")) {
            tags.add(advance(three, tag).tag());
        }
        // The first frame stands at all steps at once, so it comes out until its successor is through.
        assertThat(tags).containsExactly("a", "a", "a", "b", "c");
    }

    @Test
    void otherTimestepsKeepTheFramesInFlight() {
        advance(parameters(10, 20, 30), "a");
        advance(parameters(10, 20, 30), "b");
        List<float[]> estimates = inFlight();
        DenoisingFrame<String> frame = frame(parameters(5, 25, 40), "c");
        // What was in flight is noised for the new steps.
        StepCoefficients step = SCHEDULE.at(25);
        assertThat(frame.rows().get(1).latent())
                .containsExactly(step.noised(estimates.get(0), state.noise(1), new float[SHAPE.size()]));
        assertThat(frame.rows().stream().map(row -> row.step().timestep()))
                .containsExactly(
                        SCHEDULE.at(5).timestep(),
                        step.timestep(),
                        SCHEDULE.at(40).timestep());
        DenoisingFrame.Outcome<String> outcome = finish(frame);
        assertThat(outcome.tag()).isEqualTo("a");
        outcome.commit();
        assertThat(advance(parameters(10, 20, 30), "d").tag()).isEqualTo("b");
    }

    @Test
    void anotherSeedChangesTheNoiseOnly() {
        advance(parameters(10, 20), "a");
        float[] noise = state.noise(0);
        List<float[]> before = inFlight();
        StreamParameters reseeded = new StreamParameters(16, 16, List.of(10, 20), CfgType.NONE, 1, 1, true, 8, false);
        frame(reseeded, "b");
        assertThat(state.noise(0)).isNotEqualTo(noise);
        assertThat(inFlight()).isEqualTo(before);
        frame(parameters(10, 20), "c");
        assertThat(state.noise(0)).containsExactly(noise);
    }

    @Test
    void guidanceMayBeSwitchedAtAnyTime() {
        for (CfgType type : List.of(
                CfgType.NONE, CfgType.SELF, CfgType.FULL, CfgType.INITIALIZE, CfgType.NONE, CfgType.INITIALIZE)) {
            StreamParameters guided = new StreamParameters(16, 16, List.of(10, 20), type, 2, 1, true, 7, false);
            DenoisingFrame<String> frame = frame(guided, type.name());
            assertThat(frame.rows()).hasSize(guided.rows());
            long negatives =
                    frame.rows().stream().filter(row -> row.text() == NEGATIVE).count();
            assertThat(negatives).isEqualTo(guided.rows() - 2L);
            finish(frame).commit();
        }
    }

    @Test
    void anotherNumberOfStepsOrAnotherSizeStartsOver() {
        advance(parameters(10, 20, 30), "a");
        advance(parameters(10, 20, 30), "b");
        assertThat(advance(parameters(10, 20), "c").tag()).isEqualTo("c");
        assertThat(advance(parameters(10, 20), "d").tag()).isEqualTo("c");
        LatentShape wider = new LatentShape(2, 2, 3);
        DenoisingFrame<String> frame = new DenoisingFrame<>(
                input(parameters(10, 20), "e"),
                SCHEDULE,
                PredictionType.EPSILON,
                wider,
                new float[wider.size()],
                new TickMemory());
        assertThat(finish(frame).tag()).isEqualTo("e");
        assertThat(state.noise(0)).hasSize(wider.size());
    }

    @Test
    void withoutRenoisingAStepStartsFromTheEstimate() {
        StreamParameters plain = new StreamParameters(16, 16, List.of(10, 20), CfgType.NONE, 1, 1, false, 7, false);
        advance(plain, "a");
        List<float[]> estimates = inFlight();
        assertThat(frame(plain, "b").rows().get(1).latent())
                .containsExactly(SCHEDULE.at(20).scaled(estimates.get(0), new float[SHAPE.size()]));
    }

    @Test
    void aFrameThatIsNotCommittedLeavesNoTrace() {
        advance(parameters(10, 20), "a");
        List<float[]> before = inFlight();
        finish(frame(parameters(10, 20), "lost"));
        assertThat(inFlight()).isEqualTo(before);
        assertThat(advance(parameters(10, 20), "b").tag()).isEqualTo("a");
    }

    @Test
    void whatIsInFlightOutlivesTheMemoryOfItsTick() {
        TickMemory memory = new TickMemory();
        float[] latent = new float[SHAPE.size()];
        Arrays.fill(latent, 0.5f);
        DenoisingFrame<String> frame = new DenoisingFrame<>(
                input(parameters(10, 20, 30), "a"), SCHEDULE, PredictionType.EPSILON, SHAPE, latent, memory);
        finish(frame).commit();
        List<float[]> before = inFlight().stream().map(float[]::clone).toList();
        memory.release();
        for (int i = 0; i < 20; i++) {
            Arrays.fill(memory.take(SHAPE.size()), 99);
        }
        assertThat(before).hasSize(2);
        for (int k = 0; k < before.size(); k++) {
            assertThat(inFlight().get(k)).containsExactly(before.get(k));
        }
    }

    /** The same noise, told as velocity or as the clean picture, makes the same estimates. */
    @Test
    void whatTheNetworkPredictsIsTakenForWhatItIs() {
        float[] latent = {0.3f, -0.8f, 0.1f, 0.6f, -0.2f, 0.9f, -0.5f, 0.4f};
        List<List<float[]>> estimates = new ArrayList<>();
        for (PredictionType type : PredictionType.values()) {
            DenoisingFrame<String> frame = new DenoisingFrame<>(
                    input(parameters(10, 20), "a"), SCHEDULE, type, SHAPE, latent, new TickMemory());
            List<float[]> predictions =
                    frame.rows().stream().map(row -> prediction(type, row)).toList();
            estimates.add(frame.finish(predictions).estimates());
        }
        for (List<float[]> other : estimates) {
            for (int k = 0; k < 2; k++) {
                assertThat(difference(other.get(k), estimates.get(0).get(k))).isLessThan(1e-5);
            }
        }
    }

    /** What a network of a kind says where it sees noise of 0.7 everywhere. */
    private static float[] prediction(PredictionType type, UNetRow row) {
        StepCoefficients step = row.step();
        float[] told = new float[row.latent().length];
        for (int i = 0; i < told.length; i++) {
            float clean = (row.latent()[i] - step.b() * 0.7f) / step.a();
            told[i] = switch (type) {
                case EPSILON -> 0.7f;
                case V_PREDICTION -> step.a() * 0.7f - step.b() * clean;
                case SAMPLE -> clean;
            };
        }
        return told;
    }

    @Test
    void noiseIsStandardNormalAndItsStepsAreUnrelated() {
        NoiseSource source = new SeededNoise();
        float[] noise = source.initial(1, 0, 0, 40_000);
        double mean = IntStream.range(0, noise.length)
                .mapToDouble(i -> noise[i])
                .average()
                .orElseThrow();
        double square = IntStream.range(0, noise.length)
                .mapToDouble(i -> noise[i] * (double) noise[i])
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(-0.02, 0.02);
        assertThat(square).isBetween(0.97, 1.03);
        for (float[] other : List.of(
                source.initial(2, 0, 0, 40_000), source.initial(1, 1, 0, 40_000), source.initial(1, 0, 1, 40_000))) {
            double product = IntStream.range(0, noise.length)
                    .mapToDouble(i -> noise[i] * (double) other[i])
                    .average()
                    .orElseThrow();
            assertThat(product).isBetween(-0.03, 0.03);
        }
        assertThat(source.initial(1, 0, 0, 40_000)).containsExactly(noise);
    }

    private DenoisingFrame.Outcome<String> advance(StreamParameters parameters, String tag) {
        DenoisingFrame.Outcome<String> outcome = finish(frame(parameters, tag));
        outcome.commit();
        return outcome;
    }

    private DenoisingFrame<String> frame(StreamParameters parameters, String tag) {
        float[] latent = new float[SHAPE.size()];
        Arrays.fill(latent, tag.hashCode() % 7 / 7f);
        return new DenoisingFrame<>(
                input(parameters, tag), SCHEDULE, PredictionType.EPSILON, SHAPE, latent, new TickMemory());
    }

    private StreamInput<String> input(StreamParameters parameters, String tag) {
        InputPicture picture = new InputPicture(new Frame(16, 16, new byte[3 * 16 * 16]));
        return new StreamInput<>(state, parameters, new Conditioning(PROMPT, NEGATIVE), picture, tag);
    }

    private DenoisingFrame.Outcome<String> finish(DenoisingFrame<String> frame) {
        return frame.finish(
                frame.rows().stream().map(row -> new float[row.latent().length]).toList());
    }

    private List<float[]> inFlight() {
        return state.inFlight().stream().map(StreamState.InFlight::estimate).toList();
    }

    private static StreamParameters parameters(Integer... indices) {
        return new StreamParameters(16, 16, List.of(indices), CfgType.NONE, 1, 1, true, 7, false);
    }
}
