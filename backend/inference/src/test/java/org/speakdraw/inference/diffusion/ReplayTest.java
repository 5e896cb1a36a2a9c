package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.speakdraw.inference.golden.Closeness.difference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.GoldenBundles;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * Whatever a device is configured to do, pictures follow their input: a recorded call that went on reading what it read
 * first would show one picture for ever. On the CPU nothing is recorded, but bound and carried as it is on a GPU.
 */
class ReplayTest {

    private static final List<String> PROMPTS = List.of("a fox", "the sea at night", "a city of glass");

    @TestFactory
    Stream<DynamicTest> everyInputHasItsOwnPicture() {
        List<DynamicTest> tests = new ArrayList<>();
        for (boolean replay : new boolean[] {false, true}) {
            for (boolean fp16 : new boolean[] {false, true}) {
                for (int threads : new int[] {0, 1}) {
                    for (long memory : new long[] {0, 1L << 30}) {
                        DeviceOptions options = DeviceOptions.parse("cpu", threads, memory, fp16, Path.of("engines"))
                                .withReplay(replay);
                        tests.add(dynamicTest(options.toString(), () -> pictureFollowsInput(options)));
                    }
                }
            }
        }
        return tests.stream();
    }

    /** Another picture, another prompt, another timestep, and the first ones again. */
    private static void pictureFollowsInput(DeviceOptions options) {
        DiffusionBundle bundle = DiffusionBundle.read(GoldenBundles.plain());
        DiffusionStream plain = SharedStreams.of(GoldenBundles.plain());
        try (DiffusionStream stream = DiffusionStream.open(bundle, options, SharedStreams.MAX_ROWS)) {
            assertThat(stream.description().contains("replayed")).isEqualTo(options.replay());
            List<Frame> seen = new ArrayList<>();
            for (int[] of : new int[][] {{1, 0, 16}, {2, 0, 16}, {2, 1, 16}, {2, 1, 30}, {1, 0, 16}}) {
                StreamInput<Integer> input = input(stream, of[0], of[1], of[2], 64);
                Unrounded picture = Unrounded.advance(stream, List.of(input)).get(0);
                StreamInput<Integer> same = input(plain, of[0], of[1], of[2], 64);
                assertThat(difference(
                                picture.planes(),
                                Unrounded.advance(plain, List.of(same)).get(0).planes()))
                        .isLessThan(1e-5);
                seen.add(picture.picture());
            }
            assertThat(seen.get(4)).isEqualTo(seen.get(0));
            assertThat(seen.subList(0, 4)).doesNotHaveDuplicates();
        }
    }

    /** Calls are filled up or split, and sizes take turns, without anybody noticing. */
    @Test
    void anyNumberOfSessionsIsPaintedAsInPlainCalls() {
        DiffusionBundle bundle = DiffusionBundle.read(GoldenBundles.plain());
        DiffusionStream plain = SharedStreams.of(GoldenBundles.plain());
        DeviceOptions options =
                DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines")).withReplay(true);
        try (DiffusionStream stream = DiffusionStream.open(bundle, options, SharedStreams.MAX_ROWS)) {
            for (int sessions : new int[] {1, 3, 7, 16, 5, 19, 2}) {
                List<Unrounded> replayed = Unrounded.advance(stream, inputs(stream, 10 * sessions, sessions));
                List<Unrounded> expected = Unrounded.advance(plain, inputs(plain, 10 * sessions, sessions));
                for (int i = 0; i < sessions; i++) {
                    assertThat(difference(
                                    replayed.get(i).planes(), expected.get(i).planes()))
                            .as("session " + i + " of " + sessions)
                            .isLessThan(1e-5);
                }
            }
        }
    }

    private static List<StreamInput<Integer>> inputs(DiffusionStream stream, int seed, int count) {
        List<StreamInput<Integer>> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inputs.add(input(stream, seed + i, i % 3, 16 + i, i % 5 == 4 ? 96 : 64));
        }
        return inputs;
    }

    private static StreamInput<Integer> input(DiffusionStream stream, int picture, int prompt, int index, int width) {
        StreamParameters parameters =
                new StreamParameters(width, 64, List.of(index), CfgType.NONE, 1, 1, true, 1, false);
        byte[] rgb = new byte[3 * width * 64];
        new SplittableRandom(picture).nextBytes(rgb);
        Conditioning text = new Conditioning(stream.embed(PROMPTS.get(prompt)), stream.embed(""));
        InputPicture frame = new InputPicture(new Frame(width, 64, rgb));
        return new StreamInput<>(new StreamState<>(), parameters, text, frame, index);
    }
}
