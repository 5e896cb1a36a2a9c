package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.speakdraw.inference.golden.Closeness.difference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.onnx.DeviceOptions;

/** The bundles that come with the repository: whatever their shapes, they paint, and sessions do not mix. */
class EmbeddedBundlesTest {

    @TestFactory
    Stream<DynamicTest> paintWithTheirRecommendedSettings() throws IOException {
        return bundles(folder -> {
            DiffusionBundle bundle = DiffusionBundle.read(folder);
            DiffusionStream stream = SharedStreams.of(folder);
            StreamParameters parameters = bundle.recommended().toParameters();
            StreamState<Integer> state = new StreamState<>();
            for (int frame = 0; frame < 3; frame++) {
                StreamInput<Integer> input =
                        input(stream, state, parameters, bundle.recommended().prompt(), frame);
                TickResult<Integer> result = stream.advance(List.of(input));
                Frame picture = result.outputs().get(0).picture();
                assertThat(picture.width()).isEqualTo(parameters.width());
                assertThat(picture.height()).isEqualTo(parameters.height());
                assertThat(result.timings().rows()).isEqualTo(parameters.rows());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> theirPromptsMatter() throws IOException {
        return bundles(folder -> {
            DiffusionStream stream = SharedStreams.of(folder);
            StreamParameters parameters =
                    DiffusionBundle.read(folder).recommended().toParameters();
            List<float[]> pictures = new ArrayList<>();
            for (String prompt : List.of("a red apple", "the sea at night")) {
                StreamInput<Integer> input = input(stream, new StreamState<>(), parameters, prompt, 0);
                Unrounded picture = Unrounded.advance(stream, List.of(input)).get(0);
                for (float value : picture.planes()) {
                    assertThat(value).isBetween(-10f, 10f);
                }
                pictures.add(picture.planes());
            }
            assertThat(difference(pictures.get(0), pictures.get(1))).isGreaterThan(0.02);
        });
    }

    @TestFactory
    Stream<DynamicTest> aBatchOfAnySizeEqualsSessionsAlone() throws IOException {
        return bundles(folder -> {
            DiffusionBundle bundle = DiffusionBundle.read(folder);
            int side = 2 * bundle.sizeMultiple();
            DiffusionStream wide = SharedStreams.of(folder);
            try (DiffusionStream narrow = DiffusionStream.open(bundle, DeviceOptions.cpu(), 2)) {
                List<StreamInput<Integer>> inWide = new ArrayList<>();
                List<StreamInput<Integer>> inNarrow = new ArrayList<>();
                List<float[]> alone = new ArrayList<>();
                for (int session = 0; session < 5; session++) {
                    StreamParameters parameters = new StreamParameters(
                            side,
                            session == 4 ? 2 * side : side,
                            TimestepSelection.LINEAR.indices(0.5, 1 + session % 3),
                            CfgType.values()[session % 4],
                            1.4f,
                            1,
                            true,
                            session,
                            false);
                    String prompt = session % 2 == 0 ? "a red apple" : "the sea at night";
                    inWide.add(input(wide, new StreamState<>(), parameters, prompt, session));
                    inNarrow.add(input(narrow, new StreamState<>(), parameters, prompt, session));
                    StreamInput<Integer> single = input(wide, new StreamState<>(), parameters, prompt, session);
                    alone.add(Unrounded.advance(wide, List.of(single)).get(0).planes());
                }
                for (List<Unrounded> together :
                        List.of(Unrounded.advance(wide, inWide), Unrounded.advance(narrow, inNarrow))) {
                    for (int session = 0; session < 5; session++) {
                        Unrounded output = together.get(session);
                        assertThat(output.tag()).isEqualTo(session);
                        assertThat(difference(output.planes(), alone.get(session)))
                                .as("session " + session)
                                .isLessThanOrEqualTo(1e-5);
                    }
                }
            }
        });
    }

    /** One test a folder in {@code models/}; without any, a single one, skipped. */
    private static Stream<DynamicTest> bundles(BundleCheck check) throws IOException {
        Path models = Golden.checkout().resolve("models");
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(models)) {
            try (Stream<Path> children = Files.list(models)) {
                children.filter(folder -> Files.isRegularFile(folder.resolve("model_index.json")))
                        .sorted(Comparator.comparing(Path::toString))
                        .forEach(folders::add);
            }
        }
        if (folders.isEmpty()) {
            return Stream.of(dynamicTest("no bundle", () -> Assumptions.abort("no bundle in " + models)));
        }
        return folders.stream().map(folder -> dynamicTest(folder.getFileName().toString(), () -> check.accept(folder)));
    }

    private static StreamInput<Integer> input(
            DiffusionStream stream, StreamState<Integer> state, StreamParameters parameters, String prompt, int tag) {
        Conditioning conditioning = new Conditioning(stream.embed(prompt), stream.embed(""));
        return new StreamInput<>(state, parameters, conditioning, picture(parameters, tag), tag);
    }

    private static InputPicture picture(StreamParameters parameters, int number) {
        int width = parameters.width();
        byte[] rgb = new byte[3 * width * parameters.height()];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            rgb[i] = (byte) (128 + 80 * Math.sin((x + 9 * number + 20 * (i % 3)) * 0.05) * Math.cos(y * 0.07));
        }
        return new InputPicture(new Frame(width, parameters.height(), rgb));
    }

    /** May fail in any way. */
    @FunctionalInterface
    private interface BundleCheck {
        void accept(Path folder) throws Exception;
    }
}
