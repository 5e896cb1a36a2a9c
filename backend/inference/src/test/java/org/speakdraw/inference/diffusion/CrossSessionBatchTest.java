package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.speakdraw.inference.golden.Closeness.difference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.GoldenBundles;

/** Sessions in one batch do not feel each other: joining, leaving and changing at random, each is as if alone. */
class CrossSessionBatchTest {

    private static final List<String> PROMPTS = List.of("a fox", "a red panda", "a city at night", "");
    private static final int TICKS = 10;

    @TestFactory
    Stream<DynamicTest> aBatchedSessionEqualsTheSameSessionAlone() {
        return Golden.tests(GoldenBundles.base(), () -> {
            List<DynamicTest> tests = new ArrayList<>();
            for (int sessions : new int[] {1, 2, 5, 16}) {
                tests.add(together("vector of timesteps", GoldenBundles::plain, sessions, 77));
            }
            tests.add(
                    together("a timestep for all rows", () -> GoldenBundles.unet("unet/model_scalar_f32.onnx"), 5, 78));
            tests.add(together("a T2I-Adapter", GoldenBundles::withAdapter, 5, 80));
            tests.add(together("latents of another scale", GoldenBundles::kl, 5, 79));
            return tests.stream();
        });
    }

    private static DynamicTest together(String what, Supplier<Path> bundle, int count, long seed) {
        return dynamicTest(what + ", " + count + " sessions", () -> {
            DiffusionStream stream = SharedStreams.of(bundle.get());
            SplittableRandom random = new SplittableRandom(seed);
            List<Session> sessions = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sessions.add(new Session(i));
            }
            int compared = 0;
            for (int tick = 0; tick < TICKS; tick++) {
                List<StreamInput<Integer>> batch = new ArrayList<>();
                List<Unrounded> alone = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    if (random.nextInt(8) == 0) {
                        // One leaves for good, and another joins in its place.
                        sessions.set(i, new Session(i));
                    }
                    Session session = sessions.get(i);
                    if (random.nextInt(4) > 0) {
                        session.change(random);
                        batch.add(session.input(stream, session.batched, tick));
                        StreamInput<Integer> single = session.input(stream, session.single, tick);
                        alone.addAll(Unrounded.advance(stream, List.of(single)));
                    }
                }
                List<Unrounded> together = Unrounded.advance(stream, batch);
                assertThat(together).hasSameSizeAs(alone);
                for (int i = 0; i < alone.size(); i++) {
                    Unrounded output = together.get(i);
                    assertThat(output.tag()).isEqualTo(alone.get(i).tag());
                    assertThat(difference(output.planes(), alone.get(i).planes()))
                            .isLessThanOrEqualTo(1e-5);
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(2 * count);
        });
    }

    /** Twice the same session: once in the batch, once alone. */
    private static final class Session {

        private final StreamState<Integer> batched = new StreamState<>();
        private final StreamState<Integer> single = new StreamState<>();
        private final int number;
        private StreamParameters parameters =
                new StreamParameters(64, 64, List.of(32), CfgType.NONE, 1, 1, true, 2, false);
        private String prompt = "a fox";
        private boolean painted;

        Session(int number) {
            this.number = number;
        }

        void change(SplittableRandom random) {
            if (random.nextInt(3) == 0) {
                int side = random.nextBoolean() ? 64 : 96;
                parameters = new StreamParameters(
                        side,
                        64,
                        TimestepSelection.LINEAR.indices(0.3 + 0.7 * random.nextDouble(), 1 + random.nextInt(3)),
                        CfgType.values()[random.nextInt(4)],
                        random.nextBoolean() ? 1 : 1.5f,
                        0.8f,
                        random.nextBoolean(),
                        random.nextInt(2),
                        random.nextInt(4) == 0,
                        new Continuity(random.nextInt(3), random.nextInt(2) * 0.3f, random.nextInt(2) * 0.8f),
                        new ControlStrength(random.nextInt(3) * 0.7f, random.nextInt(2) * 0.4f, 1),
                        1);
                prompt = PROMPTS.get(random.nextInt(PROMPTS.size()));
                painted = random.nextInt(4) == 0;
            }
        }

        StreamInput<Integer> input(DiffusionStream stream, StreamState<Integer> state, int tick) {
            return new StreamInput<>(
                    state,
                    parameters,
                    new Conditioning(stream.embed(prompt), stream.embed("blurry")),
                    painted ? null : picture(100 * number + tick),
                    tick);
        }

        private InputPicture picture(int seed) {
            byte[] rgb = new byte[3 * parameters.width() * parameters.height()];
            new SplittableRandom(seed).nextBytes(rgb);
            return new InputPicture(new Frame(parameters.width(), parameters.height(), rgb));
        }
    }
}
