package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.inference.golden.Closeness.assertClose;
import static org.speakdraw.inference.golden.Closeness.difference;
import static org.speakdraw.inference.golden.Closeness.joined;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.GoldenBundles;
import org.speakdraw.inference.golden.Numpy;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * A bundle of SDXL's shape against diffusers and transformers themselves; {@link TraceReplayTest} replays whole streams
 * of it.
 */
class SdxlTest {

    private static final String PROMPTS = "diffusion/prompts/made-sdxl-prompts";

    /** Both tokenizers, too: the second pads with "!", which makes it end a prompt in another way. */
    @ParameterizedTest
    @ValueSource(strings = {"text_encoder_2/model.onnx", "text_encoder_2_variants/model_tensorrt.onnx"})
    void bothEncodersStandSideBySideWhateverTheirOutputsAreCalled(String second) {
        Path bundle = GoldenBundles.sdxl(second.replace('/', '-'), Map.of("text_encoder_2/model.onnx", second));
        DiffusionStream stream = SharedStreams.of(bundle);
        Numpy golden = Golden.numpy(PROMPTS + ".npz");
        Golden.json(PROMPTS + ".json").properties().forEach(prompt -> {
            TextEmbedding embedding = stream.embed(prompt.getValue().asText());
            String name = prompt.getKey();
            assertClose(name, embedding.toArray(), golden.get("embeds_" + name));
            assertClose(name + ", pooled", embedding.pooled(), golden.get("pooled_" + name));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 2})
    void everyRowHasItsOwnWordsAndThePicturesSize(int maxRows) {
        DiffusionBundle bundle = DiffusionBundle.read(GoldenBundles.sdxl("rows", Map.of()));
        Numpy prompts = Golden.numpy(PROMPTS + ".npz");
        Numpy golden = Golden.numpy(GoldenBundles.SDXL + "/unet/golden.npz");
        try (UNet unet = NetworkGoldenTest.open(
                Golden.file(GoldenBundles.SDXL + "/unet/model.onnx"),
                maxRows,
                UNetTraits.of(bundle, 0, ControlNetworks.NONE))) {
            for (String size : List.of("4x6", "2x3")) {
                Numpy.Array sample = golden.get("sample_" + size);
                List<UNetRow> rows = new ArrayList<>();
                for (int row = 0; row < sample.shape()[0]; row++) {
                    int timestep = golden.get("timestep_" + size).ints()[row];
                    rows.add(new UNetRow(
                            sample.at(row).floats(),
                            new StepCoefficients(timestep, 1, 1, 0, 1),
                            embedding(prompts, List.of("A", "B", "N").get(row))));
                }
                LatentShape shape = new LatentShape(4, sample.shape()[2], sample.shape()[3]);
                assertClose(size, joined(unet.predict(rows, shape, new TickMemory())), golden.get("out_" + size));
            }
        }
    }

    @Test
    void partsOfAPromptBlendTheirPooledEmbeddingsToo() {
        DiffusionStream stream = SharedStreams.of(GoldenBundles.sdxl("plain", Map.of()));
        float[] fox = stream.embed("a fox").pooled();
        float[] map = stream.embed("an old map").pooled();
        float[] mostlyFox = stream.embed("a fox :9 AND an old map").pooled();
        assertThat(difference(mostlyFox, fox)).isPositive().isLessThan(difference(mostlyFox, map));
        assertThat(stream.embed("a fox :3 AND an old map AND the sea").pooled()).hasSameSizeAs(fox);
        assertThat(stream.embed("a (fox:1.4)").pooled()).containsExactly(fox);
    }

    @Test
    void noNegativePromptIsZerosUnlessTheBundleSaysOtherwise() throws IOException {
        Path bundle = GoldenBundles.sdxl("no-negative", Map.of());
        assertThat(DiffusionBundle.read(bundle).noNegativeIsZeros()).isTrue();
        Files.writeString(bundle.resolve("model_index.json"), "{\"force_zeros_for_empty_prompt\": false}");
        assertThat(DiffusionBundle.read(bundle).noNegativeIsZeros()).isFalse();
        assertThat(DiffusionBundle.read(GoldenBundles.plain()).noNegativeIsZeros())
                .isFalse();
        TextEmbedding zeros = SharedStreams.of(bundle).embed("a fox").zeros();
        assertThat(zeros.toArray()).containsOnly(0).hasSize(77 * zeros.width());
        assertThat(zeros.pooled()).containsOnly(0).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text_encoder_2/model.onnx",
                "text_encoder_2/config.json",
                "tokenizer_2/vocab.json",
                "tokenizer_2/merges.txt"
            })
    void whatIsMissingOfItIsNamed(String file) throws IOException {
        Path bundle = GoldenBundles.sdxl("without-" + file.replace('/', '-'), Map.of());
        Files.delete(bundle.resolve(file));
        assertRefused(bundle, "SDXL", file);
    }

    @Test
    void anEncoderWithoutHiddenStatesIsNamed() throws IOException {
        Path bundle = GoldenBundles.sdxl("no-hidden-states", Map.of());
        takeOtherTextEncoder(bundle);
        assertRefused(bundle, "SDXL", "hidden_states");
    }

    @Test
    void anotherModelsUNetInItsPlaceIsNamed() {
        Path bundle = GoldenBundles.sdxl("other-unet", Map.of("unet/model.onnx", "../made-tiny/unet/model.onnx"));
        assertRefused(bundle, "SDXL", "text_embeds");
    }

    @Test
    void itsUNetInAnotherBundleIsNamed() throws IOException {
        Path bundle = GoldenBundles.sdxl("other-config", Map.of());
        takeOtherTextEncoder(bundle);
        Files.writeString(bundle.resolve("unet/config.json"), "{\"cross_attention_dim\": 32}");
        assertRefused(bundle, "SDXL's UNet", "addition_embed_type");
    }

    @ParameterizedTest
    @CsvSource({"60, refiner", "67, projection_class_embeddings_input_dim"})
    void widthsThatAreNotItsOwnAreNamed(int width, String message) throws IOException {
        Path bundle = GoldenBundles.sdxl("width-" + width, Map.of());
        Path config = bundle.resolve("unet/config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("68", String.valueOf(width)));
        assertRefused(bundle, "SDXL", message);
    }

    private static void takeOtherTextEncoder(Path bundle) throws IOException {
        Files.copy(
                Golden.file("diffusion/models/made-tiny/text_encoder/model.onnx"),
                bundle.resolve("text_encoder/model.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void assertRefused(Path bundle, String... words) {
        assertThatThrownBy(() -> DiffusionStream.open(DiffusionBundle.read(bundle), DeviceOptions.cpu(), 4)
                        .close())
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("bundle-invalid"))
                .hasMessageContainingAll(words);
    }

    static TextEmbedding embedding(Numpy prompts, String name) {
        Numpy.Array values = prompts.get("embeds_" + name);
        return new TextEmbedding(
                values.shape()[1],
                values.shape()[2],
                values.floats(),
                prompts.get("pooled_" + name).floats());
    }
}
