package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.SimilarFrameFilter.SkipLimit;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.Numpy;

class SimilarFrameFilterTest {

    private static final String GOLDEN = "diffusion/similar_filter/golden.json";

    /** The recorded pairs are no bytes: the formula is compared with them as they are, and ours with it on bytes. */
    @TestFactory
    Stream<DynamicTest> likenessAgreesWithTheReference() {
        return Golden.tests(GOLDEN, () -> {
            List<DynamicTest> tests = new ArrayList<>();
            for (JsonNode pair : Golden.json(GOLDEN).path("pairs")) {
                String name = pair.path("b").asText();
                tests.add(dynamicTest(name, () -> {
                    double cosine = cosine(planes("same"), planes(name));
                    assertThat(cosine).isCloseTo(pair.path("cosine").asDouble(), within(1e-5));
                    pair.path("skip_prob").properties().forEach(entry -> {
                        double threshold = Double.parseDouble(entry.getKey());
                        // The error of the cosine, magnified by the slope.
                        assertThat(SimilarFrameFilter.skipProbability(cosine, threshold))
                                .isCloseTo(entry.getValue().asDouble(), within(1e-5 / Math.max(0.01, 1 - threshold)));
                    });
                    Frame same = picture("same").frame();
                    Frame other = picture(name).frame();
                    assertThat(SimilarFrameFilter.cosine(same, other))
                            .isCloseTo(cosine(values(same), values(other)), within(1e-6));
                }));
            }
            return tests.stream();
        });
    }

    /** Norms below 1e-6 count as 1e-6, as in the reference; no frame of bytes has one. */
    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double squaredA = 0;
        double squaredB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squaredA += (double) a[i] * a[i];
            squaredB += (double) b[i] * b[i];
        }
        return dot / (Math.max(Math.sqrt(squaredA), 1e-6) * Math.max(Math.sqrt(squaredB), 1e-6));
    }

    @TestFactory
    Stream<DynamicTest> decidesAsTheReferenceWithItsLimit() {
        return Golden.tests(GOLDEN, () -> {
            List<DynamicTest> tests = new ArrayList<>();
            for (JsonNode script : Golden.json(GOLDEN).path("scripts")) {
                tests.add(dynamicTest(script.path("name").asText(), () -> {
                    Samples samples = new Samples();
                    script.path("steps").forEach(step -> {
                        if (step.path("sample").isNumber()) {
                            samples.values.add(step.path("sample").asDouble());
                        }
                    });
                    SimilarFrameFilter filter = new SimilarFrameFilter(samples, SkipLimit.REFERENCE);
                    for (JsonNode step : script.path("steps")) {
                        boolean processed = filter.shouldProcess(
                                picture(step.path("input").asText()),
                                (float) script.path("threshold").asDouble(),
                                script.path("max_skip_frame").asInt(),
                                0);
                        assertThat(processed).isEqualTo(step.path("processed").asBoolean());
                        assertThat(filter.skipped())
                                .isEqualTo(step.path("skip_count").asInt());
                    }
                    assertThat(samples.values).isEmpty();
                }));
            }
            return tests.stream();
        });
    }

    @Test
    void skipsAtMostAsManyFramesAsAskedFor() {
        assertThat(decisions(SkipLimit.IN_A_ROW, 2, 7)).containsExactly(true, false, false, true, false, false, true);
        // The reference skips one more.
        assertThat(decisions(SkipLimit.REFERENCE, 2, 5)).containsExactly(true, false, false, false, true);
        assertThat(decisions(SkipLimit.IN_A_ROW, 0, 3)).containsExactly(true, true, true);
    }

    @Test
    void aFrameThatDiffersStartsTheCountOver() {
        List<Boolean> ours = mixed(SkipLimit.IN_A_ROW);
        List<Boolean> reference = mixed(SkipLimit.REFERENCE);
        assertThat(ours).containsExactly(true, false, false, true, false, false, true);
        // The reference goes on counting, so that after the change fewer are skipped than asked for.
        assertThat(reference).containsExactly(true, false, false, true, false, true, false);
    }

    @Test
    void aThresholdOfOneNeverSkips() {
        SimilarFrameFilter filter = new SimilarFrameFilter(new SplittableRandom(1));
        for (int i = 0; i < 20; i++) {
            assertThat(filter.shouldProcess(grey(100, 8), 1f, 10, 0)).isTrue();
        }
    }

    @Test
    void aFrameThatIsSkippedWithExactlyTheChanceDrawnIsSkipped() {
        InputPicture first = grey(100, 8);
        InputPicture second = grey(90, 8);
        double chance =
                SimilarFrameFilter.skipProbability(SimilarFrameFilter.cosine(first.frame(), second.frame()), 0.5f);
        for (double sample : new double[] {chance, Math.nextUp(chance)}) {
            Samples samples = new Samples();
            samples.values.add(sample);
            SimilarFrameFilter filter = new SimilarFrameFilter(samples);
            assertThat(filter.shouldProcess(first, 0.5f, 10, 0)).isTrue();
            assertThat(filter.shouldProcess(second, 0.5f, 10, 0)).isEqualTo(sample > chance);
        }
    }

    @Test
    void anotherSizeAndAResetAreAlwaysPainted() {
        SimilarFrameFilter filter = new SimilarFrameFilter(new SplittableRandom(1));
        assertThat(filter.shouldProcess(grey(100, 8), 0.9f, 10, 0)).isTrue();
        assertThat(filter.shouldProcess(grey(100, 8), 0.9f, 10, 0)).isFalse();
        assertThat(filter.shouldProcess(grey(100, 16), 0.9f, 10, 0)).isTrue();
        filter.reset();
        assertThat(filter.shouldProcess(grey(100, 16), 0.9f, 10, 0)).isTrue();
    }

    /**
     * Reference: a skip does not advance the batch, so with several steps the last frame that changed is never seen.
     */
    @Test
    void framesInFlightArePushedOut() {
        SimilarFrameFilter filter = new SimilarFrameFilter(new SplittableRandom(1));
        List<Boolean> decisions = new ArrayList<>();
        for (int level : new int[] {100, 100, 100, 100, 200, 200, 200, 200, 200, 200, 200}) {
            decisions.add(filter.shouldProcess(grey(level, 8), 0.9f, 3, 2));
        }
        assertThat(decisions).containsExactly(true, true, true, false, true, true, true, false, false, false, true);
    }

    private static List<Boolean> decisions(SkipLimit limit, int maxSkipped, int frames) {
        SimilarFrameFilter filter = new SimilarFrameFilter(new SplittableRandom(1), limit);
        return Stream.generate(() -> filter.shouldProcess(grey(100, 8), 0.9f, maxSkipped, 0))
                .limit(frames)
                .toList();
    }

    private static List<Boolean> mixed(SkipLimit limit) {
        SimilarFrameFilter filter = new SimilarFrameFilter(new SplittableRandom(1), limit);
        List<Boolean> decisions = new ArrayList<>();
        for (int level : new int[] {100, 100, 100, 200, 200, 200, 200}) {
            decisions.add(filter.shouldProcess(grey(level, 8), 0.9f, 2, 0));
        }
        return decisions;
    }

    private static InputPicture grey(int level, int side) {
        byte[] rgb = new byte[3 * side * side];
        java.util.Arrays.fill(rgb, (byte) level);
        return new InputPicture(new Frame(side, side, rgb));
    }

    private static InputPicture picture(String name) {
        return switch (name) {
            case "frame1" -> new InputPicture(Golden.png("diffusion/frames/64x96/frame_01.png"));
            case "frame3" -> new InputPicture(Golden.png("diffusion/frames/64x96/frame_03.png"));
            default -> frame(planes(name));
        };
    }

    /** [3, 64, 96], -1..1. */
    private static float[] planes(String name) {
        Numpy pairs = Golden.numpy("diffusion/similar_filter/pairs.npz");
        float[] base = pairs.get("base").floats();
        return switch (name) {
            case "same" -> base;
            case "neg" -> Golden.times(-1, base);
            case "zeros" -> new float[base.length];
            case "frame1", "frame3" -> values(picture(name).frame());
            default -> pairs.get(name).floats();
        };
    }

    private static InputPicture frame(float[] planes) {
        byte[] rgb = new byte[planes.length];
        int area = planes.length / 3;
        for (int i = 0; i < rgb.length; i++) {
            rgb[i % area * 3 + i / area] = (byte) Math.rint((planes[i] + 1) * 127.5);
        }
        return new InputPicture(new Frame(96, 64, rgb));
    }

    private static float[] values(Frame frame) {
        byte[] rgb = frame.rgb();
        float[] planes = new float[rgb.length];
        int area = planes.length / 3;
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (rgb[i % area * 3 + i / area] & 0xFF) / 127.5f - 1;
        }
        return planes;
    }

    /** Random numbers that a recording prescribes. */
    private static final class Samples implements RandomGenerator {

        private final Deque<Double> values = new ArrayDeque<>();

        @Override
        public double nextDouble() {
            return values.remove();
        }

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }
    }
}
