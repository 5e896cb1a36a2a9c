package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.speakdraw.inference.golden.Closeness.difference;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.golden.GoldenBundles;

/** Prompts that glide, noise that walks, and when a stream has come to rest. */
class ContinuityTest {

    private static final LatentShape SHAPE = new LatentShape(4, 64, 64);
    private static final Conditioning FOX = conditioning(1);
    private static final Conditioning CASTLE = conditioning(2);
    private static final Conditioning SEA = conditioning(3);

    @Test
    void aPromptGlidesOverItsFrames() {
        PromptGlide glide = PromptGlide.at(FOX);
        List<Double> remaining = new ArrayList<>();
        for (int frame = 0; frame < 5; frame++) {
            glide = glide.next(CASTLE, 4);
            remaining.add(difference(
                    glide.present().prompt().values(), CASTLE.prompt().values()));
        }
        assertThat(remaining.get(0)).isPositive();
        assertThat(remaining).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(remaining.get(2)).isPositive();
        assertThat(glide.present()).isSameAs(CASTLE);
        assertThat(glide.next(CASTLE, 4)).as("at rest").isSameAs(glide);
    }

    @Test
    void aTurnOnTheWayBeginsWhereThePromptIs() {
        PromptGlide half = PromptGlide.at(FOX).next(CASTLE, 4).next(CASTLE, 4);
        PromptGlide turned = half.next(SEA, 1_000_000);
        assertThat(difference(
                        turned.present().prompt().values(),
                        half.present().prompt().values()))
                .isLessThan(1e-4);
        assertThat(turned.next(SEA, 0).present()).isEqualTo(SEA);
    }

    @Test
    void withoutATransitionThePromptIsThereAtOnce() {
        assertThat(PromptGlide.at(FOX).next(CASTLE, 0).present()).isEqualTo(CASTLE);
        assertThat(PromptGlide.at(FOX).next(CASTLE, 1).present()).isEqualTo(CASTLE);
        assertThatThrownBy(() -> new Continuity(-1, 0, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new Continuity(0, Float.NaN, 0)).hasMessageContaining("NaN");
    }

    @Test
    void everyRowOfATickIsPaintedWithTheSamePrompt() {
        StreamState<Integer> state = new StreamState<>();
        advance(state, walking(0, List.of(10, 20, 30), 4), FOX);
        DenoisingFrame<Integer> frame = frame(state, walking(0, List.of(10, 20, 30), 4), CASTLE);
        List<TextEmbedding> texts =
                frame.rows().stream().map(UNetRow::text).distinct().toList();
        assertThat(texts).hasSize(1);
        assertThat(texts.get(0)).isNotEqualTo(FOX.prompt()).isNotEqualTo(CASTLE.prompt());
    }

    @Test
    void aTickThatFailsDoesNotGlideOrWalk() {
        StreamState<Integer> state = new StreamState<>();
        StreamParameters parameters = walking(0.25f, List.of(10), 4);
        advance(state, parameters, FOX);
        DenoisingFrame<Integer> failed = frame(state, parameters, CASTLE);
        DenoisingFrame<Integer> again = frame(state, parameters, CASTLE);
        assertThat(again.rows().get(0).text()).isEqualTo(failed.rows().get(0).text());
        assertThat(again.rows().get(0).latent())
                .containsExactly(failed.rows().get(0).latent());
    }

    @Test
    void aWalkKeepsTheNormAndPassesTheSeededNoises() {
        StreamNoise noise = new StreamNoise(new SeededNoise());
        StreamParameters walk = walking(0.25f, List.of(10, 20), 0);
        List<float[]> walked = new ArrayList<>();
        for (int frame = 0; frame <= 8; frame++) {
            noise.prepare(walk, SHAPE);
            walked.add(noise.row(1));
            noise.advance();
        }
        NoiseSource seeded = new SeededNoise();
        for (int point = 0; point <= 2; point++) {
            assertThat(walked.get(4 * point)).containsExactly(seeded.initial(7, point, 1, SHAPE.size()), within(1e-6f));
        }
        for (int frame = 0; frame < 8; frame++) {
            assertThat(norm(walked.get(frame))).isCloseTo(Math.sqrt(SHAPE.size()), within(2.0));
            assertThat(difference(walked.get(frame), walked.get(frame + 1))).isGreaterThan(0.1);
        }
        // A quarter of a right angle at a time: neighbours are alike, waypoints are unrelated.
        assertThat(cosine(walked.get(0), walked.get(1))).isCloseTo(Math.cos(Math.PI / 8), within(0.02));
        assertThat(cosine(walked.get(0), walked.get(4))).isCloseTo(0, within(0.05));
    }

    @Test
    void aWalkDependsOnSeedAndFrameOnly() {
        StreamNoise noise = new StreamNoise(new SeededNoise());
        StreamParameters walk = walking(0.3f, List.of(10), 0);
        List<float[]> first = frames(noise, walk, 6);
        StreamParameters other = new StreamParameters(
                16, 16, List.of(10), CfgType.NONE, 1, 1, true, 8, false, new Continuity(0, 0.3f, 0));
        List<float[]> elsewhere = frames(noise, other, 3);
        assertThat(elsewhere.get(0)).containsExactly(new SeededNoise().initial(8, 0, 0, SHAPE.size()));
        List<float[]> again = frames(noise, walk, 6);
        for (int frame = 0; frame < 6; frame++) {
            assertThat(again.get(frame)).containsExactly(first.get(frame));
        }
        // Switched off, the seed means its own picture again.
        assertThat(frames(noise, walking(0, List.of(10), 0), 1).get(0)).containsExactly(first.get(0));
    }

    @Test
    void aStreamSettlesWhenNothingIsOnItsWay() {
        StreamState<Integer> state = new StreamState<>();
        StreamParameters still = walking(0, List.of(10, 20, 30), 2);
        assertThat(state.settled()).isFalse();
        assertThat(settledAfter(state, still, FOX)).isEqualTo(3);
        // Two frames of gliding, of which the second is there, and two more until it is through all steps.
        assertThat(settledAfter(state, still, CASTLE)).isEqualTo(4);
        assertThat(settledAfter(state, walking(0, List.of(10), 2), CASTLE)).isEqualTo(1);
        StreamParameters walk = walking(0.1f, List.of(10), 0);
        for (int frame = 0; frame < 5; frame++) {
            advance(state, walk, CASTLE);
            assertThat(state.settled()).isFalse();
        }
    }

    /** On a real network: the pictures of a glide lie between those of its ends, and the last one is its end. */
    @Test
    void aGlideLeadsFromPictureToPicture() {
        DiffusionStream stream = SharedStreams.of(GoldenBundles.plain());
        Conditioning fox = new Conditioning(stream.embed("a fox"), stream.embed(""));
        Conditioning castle = new Conditioning(stream.embed("a grey castle on a hill"), stream.embed(""));
        StreamParameters gliding = golden(new Continuity(4, 0, 0));
        StreamState<Integer> state = new StreamState<>();
        float[] begin = paint(stream, state, gliding, fox);
        float[] end = paint(stream, new StreamState<>(), gliding, castle);
        double whole = difference(begin, end);
        assertThat(whole).isGreaterThan(1e-3);
        List<float[]> way = new ArrayList<>();
        for (int frame = 0; frame < 4; frame++) {
            way.add(paint(stream, state, gliding, castle));
        }
        assertThat(difference(begin, way.get(0))).isBetween(1e-5, whole);
        assertThat(difference(way.get(1), end)).isBetween(1e-5, whole);
        assertThat(way.get(3)).containsExactly(end);
    }

    @Test
    void aWalkChangesThePictureOfAStillScene() {
        DiffusionStream stream = SharedStreams.of(GoldenBundles.plain());
        Conditioning fox = new Conditioning(stream.embed("a fox"), stream.embed(""));
        StreamState<Integer> state = new StreamState<>();
        float[] first = paint(stream, state, golden(new Continuity(0, 0.1f, 0)), fox);
        float[] second = paint(stream, state, golden(new Continuity(0, 0.1f, 0)), fox);
        assertThat(difference(first, second)).isGreaterThan(1e-3);
        assertThat(paint(stream, state, golden(Continuity.NONE), fox)).containsExactly(first);
    }

    private static float[] paint(
            DiffusionStream stream, StreamState<Integer> state, StreamParameters parameters, Conditioning text) {
        StreamInput<Integer> input = new StreamInput<>(state, parameters, text, null, 0);
        return Unrounded.advance(stream, List.of(input)).get(0).planes();
    }

    private static StreamParameters golden(Continuity continuity) {
        return new StreamParameters(64, 64, List.of(0), CfgType.NONE, 1, 1, true, 7, false, continuity);
    }

    private static StreamParameters walking(float speed, List<Integer> indices, int frames) {
        return new StreamParameters(
                16, 16, indices, CfgType.NONE, 1, 1, true, 7, false, new Continuity(frames, speed, 0));
    }

    private static List<float[]> frames(StreamNoise noise, StreamParameters parameters, int count) {
        List<float[]> frames = new ArrayList<>();
        for (int frame = 0; frame < count; frame++) {
            noise.prepare(parameters, SHAPE);
            frames.add(noise.row(0));
            noise.advance();
        }
        return frames;
    }

    private static int settledAfter(StreamState<Integer> state, StreamParameters parameters, Conditioning text) {
        for (int frame = 1; frame < 20; frame++) {
            advance(state, parameters, text);
            if (state.settled()) {
                return frame;
            }
        }
        return -1;
    }

    private static void advance(StreamState<Integer> state, StreamParameters parameters, Conditioning text) {
        DenoisingFrame<Integer> frame = frame(state, parameters, text);
        frame.finish(frame.rows().stream()
                        .map(row -> new float[row.latent().length])
                        .toList())
                .commit();
    }

    private static DenoisingFrame<Integer> frame(
            StreamState<Integer> state, StreamParameters parameters, Conditioning text) {
        StreamInput<Integer> input = new StreamInput<>(state, parameters, text, null, 0);
        return new DenoisingFrame<>(
                input,
                StreamStateTest.SCHEDULE,
                PredictionType.EPSILON,
                new LatentShape(2, 2, 2),
                null,
                new TickMemory());
    }

    private static Conditioning conditioning(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[3 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Conditioning(new TextEmbedding(3, 8, values), new TextEmbedding(1, 1, new float[] {1}));
    }

    private static double norm(float[] values) {
        double squared = 0;
        for (float value : values) {
            squared += (double) value * value;
        }
        return Math.sqrt(squared);
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot / (norm(a) * norm(b));
    }
}
