package org.speakdraw.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.checkpoint.Graph.difference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.checkpoint.layout.UsualSizes;
import org.speakdraw.checkpoint.network.Control;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.Continuity;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.onnx.DeviceOptions;

/** IP-Adapters in bundles that were imported, beside what diffusers makes of the same image. */
class ImagePromptImportTest {

    private static final UsualSizes TINY = new UsualSizes(4, 4, 4, 8);
    private static final double CLOSE = 1e-4;
    private static final double CLOSE_IN_HALF = 3e-2;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "sd1,ip-adapter,false",
        "sd1,ip-adapter-plus,false",
        "sdxl,ip-adapter,false",
        "sdxl,ip-adapter-plus,false",
        "sd1,ip-adapter-plus,true"
    })
    void anImageCountsAsMuchAsARowSays(String model, String adapter, boolean half) throws IOException {
        double tolerance = half ? CLOSE_IN_HALF : CLOSE;
        Path bundle = imported(model, options(adapter + "-" + model).withHalf(half));
        Golden golden = Golden.of(model + "-" + adapter);
        Map<String, Golden.Values> given = new HashMap<>();
        given.put("pixel_values", golden.values("pixel_values"));

        Golden.Values encoded = golden.values("encoded");
        boolean plus = adapter.endsWith("plus");
        float[] seen = new Graph(bundle.resolve("image_encoder/model.onnx"))
                .run(plus ? "penultimate_hidden_state" : "image_embeds", encoded.sizes(), given);
        assertThat(difference(seen, encoded.numbers())).as("image encoder").isLessThan(tolerance);

        Golden.Values tokens = golden.values("image_embeds");
        given.put(plus ? "image_hidden_states" : "image_embeds", encoded);
        List<Long> one = List.of(1L, tokens.shape()[1], tokens.shape()[2]);
        float[] projected = new Graph(bundle.resolve("image_proj/model.onnx")).run("image_tokens", one, given);
        assertThat(difference(projected, Arrays.copyOf(tokens.numbers(), projected.length)))
                .as("projection")
                .isLessThan(tolerance);

        assertThat(difference(predicted(bundle, model, golden, 0.5f, 1), wanted(golden, "0.5", "1")))
                .isLessThan(tolerance);
        assertThat(difference(predicted(bundle, model, golden, 1, 0), wanted(golden, "1", "0")))
                .isLessThan(tolerance);
    }

    private static float[] predicted(Path bundle, String model, Golden golden, float first, float second) {
        Golden plain = Golden.of(model);
        Map<String, Golden.Values> given = new HashMap<>();
        for (String name : List.of("encoder_hidden_states", "timestep", "sample")) {
            given.put(name, plain.values(name));
        }
        if (model.equals("sdxl")) {
            given.put("text_embeds", plain.values("text_embeds"));
            given.put("time_ids", plain.values("time_ids"));
        }
        given.put("image_embeds", golden.values("image_embeds"));
        given.put("ip_adapter_scale", new Golden.Values(new float[] {first, second}, new long[] {2}));
        return new Graph(bundle.resolve("unet/model.onnx"))
                .run("out_sample", plain.values("out_sample").sizes(), given);
    }

    private static float[] wanted(Golden golden, String first, String second) {
        float[] wanted = golden.values("out_sample_" + first).numbers();
        int half = wanted.length / 2;
        System.arraycopy(golden.values("out_sample_" + second).numbers(), half, wanted, half, half);
        return wanted;
    }

    /** In the stream, beside a ControlNet: without the image it is the plain model's picture. */
    @ParameterizedTest
    @CsvSource({"sd1,ip-adapter-sd1", "sd1,ip-adapter-plus-sd1", "sdxl,ip-adapter-plus-sdxl"})
    void theEngineShowsTheUNetAnImage(String model, String adapter) throws IOException {
        String net = model.equals("sd1") ? "controlnet" : "controlnet-sdxl";
        ImportOptions.ControlChoice control =
                new ImportOptions.ControlChoice(Golden.checkpoint(net), Control.Hint.SCRIBBLE);
        byte[] plain = painted(imported(model, ImportOptions.USUAL.withSizes(TINY)), 0);
        Path bundle = imported(model, options(adapter).withControl(Optional.of(control)));
        assertThat(painted(bundle, 0)).isEqualTo(plain);
        assertThat(painted(bundle, 1)).isNotEqualTo(plain).isNotEqualTo(painted(bundle, 0.5f));
    }

    private static byte[] painted(Path bundle, float scale) {
        byte[] rgb = new byte[3 * 32 * 24];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 7);
        }
        Frame picture = new Frame(32, 24, rgb);
        StreamParameters parameters =
                new StreamParameters(32, 24, List.of(20), CfgType.NONE, 1, 1, true, 3, false, Continuity.NONE);
        try (DiffusionStream stream = DiffusionStream.open(DiffusionBundle.read(bundle), DeviceOptions.cpu(), 2)) {
            ImagePrompt image = scale > 0 ? stream.embed(picture).scaled(scale) : ImagePrompt.NONE;
            Conditioning words = new Conditioning(stream.embed("red fox"), stream.embed(""), image);
            return stream.paint(new StreamInput<>(new StreamState<>(), parameters, words, new InputPicture(picture), 0))
                    .picture()
                    .rgb();
        }
    }

    @Test
    void whatDoesNotFitIsRefusedByName() throws IOException {
        assertThatThrownBy(() -> imported("sd1", options("ip-adapter-sdxl")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tokens of 40 values, this model's UNet takes 16")
                .hasMessageContaining("another kind of model");
        assertThatThrownBy(() -> imported("sd1", options("lora-kohya"))).hasMessageContaining("is no IP-Adapter");
        ImportOptions.ImageChoice noEncoder = new ImportOptions.ImageChoice(
                Golden.checkpoint("ip-adapter-sd1.safetensors"), Golden.checkpoint("taesd"));
        assertThatThrownBy(() ->
                        imported("sd1", ImportOptions.USUAL.withSizes(TINY).withImage(Optional.of(noEncoder))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("trained with another image encoder");
        assertThat(folder).isEmptyDirectory();
        assertThat(Files.exists(folder)).isTrue();
    }

    private static ImportOptions options(String adapter) {
        ImportOptions.ImageChoice choice = new ImportOptions.ImageChoice(
                Golden.checkpoint(adapter + ".safetensors"), Golden.checkpoint("image_encoder"));
        return ImportOptions.USUAL.withSizes(TINY).withImage(Optional.of(choice));
    }

    private Path imported(String model, ImportOptions options) throws IOException {
        Path bundle = folder.resolve("bundle-" + System.nanoTime());
        CheckpointImport.run(Golden.checkpoint(model), bundle, options, (network, bytes, total) -> {});
        return bundle;
    }
}
