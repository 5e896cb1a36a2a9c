package org.speakdraw.inference.diffusion;

import static org.speakdraw.inference.golden.Closeness.assertClose;
import static org.speakdraw.inference.golden.Closeness.joined;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.Numpy;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/** Recordings of a tiny Stable Diffusion 1.5 with an IP-Adapter, exported in the two forms that are around. */
class RecordedImagePromptTest {

    private static final String BUNDLE = "diffusion/models/sd15-ipadapter-tiny";

    @TempDir
    static Path folder;

    @ParameterizedTest
    @CsvSource({"image_proj", "image_proj_plus"})
    void imagesBecomeTheirTokens(String projection) throws IOException {
        Path golden = Golden.require(BUNDLE);
        Path bundle = folder.resolve(projection);
        copy(golden.resolve("image_encoder"), bundle.resolve("image_encoder"));
        copy(golden.resolve("feature_extractor"), bundle.resolve("feature_extractor"));
        copy(golden.resolve(projection), bundle.resolve("image_proj"));
        Numpy values = Golden.numpy(BUNDLE + "/" + projection + "/golden.npz");
        try (ImagePromptEncoder encoder = ImagePromptEncoder.open(new BundleFiles(bundle), device(), 32)) {
            for (int i = 0; i < 3; i++) {
                ImagePrompt prompt = encoder.encode(Golden.png(BUNDLE + "/image_encoder/style_" + i + ".png"));
                assertClose(
                        "style " + i,
                        prompt.shown().values(),
                        values.get("image_tokens").at(i));
                assertClose(
                        "no style",
                        prompt.absent().values(),
                        values.get("uncond_image_tokens").at(0));
            }
        }
    }

    /** Both graphs have one scale for all rows of a call, so that rows of other scales need calls of their own. */
    @ParameterizedTest
    @CsvSource({
        "model.onnx, image_embeds, 4, 0.0",
        "model.onnx, image_embeds, 4, 0.5",
        "model.onnx, image_embeds, 4, 1.0",
        "model.onnx, image_embeds_plus16, 16, 1.0",
        "model_livepeer_concat.onnx, image_embeds, 4, 0.5",
        "model_livepeer_concat.onnx, image_embeds, 4, 1.0"
    })
    void predictsAsRecorded(String graph, String images, int tokens, String scale) {
        Golden.require(BUNDLE);
        Numpy golden = Golden.numpy(BUNDLE + "/unet/golden.npz");
        String plus = tokens == 16 ? "plus16_" : "";
        Numpy.Array expected = golden.get("out_" + plus + "scale_" + scale);
        try (UNet unet = open(graph, tokens)) {
            List<UNetRow> rows = new ArrayList<>();
            for (int row = 0; row < 3; row++) {
                rows.add(row(golden, images, row, Float.parseFloat(scale)));
            }
            assertClose(scale, joined(predict(unet, rows)), expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"model.onnx", "model_livepeer_concat.onnx"})
    void rowsOfDifferentScalesArePredictedSideBySide(String graph) {
        Golden.require(BUNDLE);
        Numpy golden = Golden.numpy(BUNDLE + "/unet/golden.npz");
        List<String> scales = List.of("0.0", "0.5", "1.0");
        try (UNet unet = open(graph, 4)) {
            List<UNetRow> rows = new ArrayList<>();
            for (int row = 0; row < 3; row++) {
                rows.add(row(golden, "image_embeds", row, Float.parseFloat(scales.get(row))));
            }
            List<float[]> predictions = predict(unet, rows);
            for (int row = 0; row < 3; row++) {
                assertClose(
                        scales.get(row),
                        predictions.get(row),
                        golden.get("out_scale_" + scales.get(row)).at(row));
            }
        }
    }

    private static List<float[]> predict(UNet unet, List<UNetRow> rows) {
        return unet.predict(rows, new LatentShape(4, 8, 12), new TickMemory());
    }

    private static UNetRow row(Numpy golden, String images, int row, float scale) {
        Numpy.Array image = golden.get(images);
        return new UNetRow(
                golden.get("sample").at(row).floats(),
                new StepCoefficients(golden.get("timestep").ints()[row], 1, 1, 0, 1),
                new TextEmbedding(
                        77, 32, golden.get("encoder_hidden_states").at(row).floats()),
                new ImageTokens(
                        image.shape()[1], image.shape()[2], image.at(row).floats()),
                scale);
    }

    private static UNet open(String graph, int tokens) {
        return NetworkGoldenTest.open(
                Golden.file(BUNDLE + "/unet/" + graph),
                16,
                new UNetTraits(Optional.empty(), 8, tokens, UNetTraits.USUAL_GUIDANCE, HintSource.PICTURE));
    }

    private static OnnxDevice device() {
        return OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, folder));
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target);
        try (var files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }
}
