package org.speakdraw.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.checkpoint.Graph.difference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.checkpoint.layout.UsualSizes;
import org.speakdraw.checkpoint.lora.Loras;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.Continuity;
import org.speakdraw.inference.diffusion.ControlStrength;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.onnx.DeviceOptions;

/** LoRAs that stay beside the weights, of the UNet and of text encoders, against what diffusers and peft make of them. */
class LiveLoraImportTest {

    /** Values are of the order of 1. */
    private static final double CLOSE = 1e-4;

    private static final String WORDS = "a red fox";

    @TempDir
    private Path folder;

    /** Each row as strongly as it likes. */
    @ParameterizedTest
    @CsvSource({"lora-kohya,0,0", "lora-kohya,0.5,1", "lora-kohya,1,0.5", "lora-kohya-original,0.5,1"})
    void aLoraBesideTheUNetsWeightsCountsAsMuchAsARowSays(String lora, String first, String second) throws IOException {
        Path bundle = imported("sd1", live(lora, 1));
        float[] predicted = predicted(bundle, Float.parseFloat(first), Float.parseFloat(second));
        float[] wanted = rows(Golden.of("sd1-live-lora"), "out_sample_" + first, "out_sample_" + second);
        assertThat(difference(predicted, wanted)).isLessThan(CLOSE);
        assertThat(DiffusionBundle.read(bundle).takesLoras()).isTrue();
    }

    /** Both text encoders of SDXL, and what the second one makes of the whole text. */
    @ParameterizedTest
    @CsvSource({"0,0", "0.5,1", "1,0.5"})
    void aLoraBesideTheTextEncodersWeightsCountsAsMuchAsARowSays(String first, String second) throws IOException {
        Path bundle = imported("sdxl", live("lora-text-kohya", 1));
        float[] scales = {Float.parseFloat(first), Float.parseFloat(second)};
        Golden live = Golden.of("sdxl-live-text-lora");
        assertWords(bundle, scales, live, "_" + first, "_" + second);
    }

    /** What such LoRAs make at 1 is what they make when they are added to the weights. */
    @Test
    void severalLorasBesideTheTextEncodersWeightsAddUp() throws IOException {
        Path bundle = imported("sdxl", live("lora-text-kohya", 0.7f), live("lora-text-peft", -0.4f));
        assertWords(bundle, new float[] {1, 1}, Golden.of("sdxl-lora"), "", "");
    }

    @Test
    void severalLorasBesideTheWeightsAddUpWithThoseInThem() throws IOException {
        Loras.Choice peft = new Loras.Choice(Golden.checkpoint("lora-peft.safetensors"), -0.5f);
        Path three = imported("sd1", live("lora-kohya", 1), live("lora-kohya", 0.25f), peft);
        Path one = imported("sd1", live("lora-kohya-original", 1.25f), peft);
        assertThat(difference(predicted(three, 0.4f, 0.4f), predicted(one, 0.4f, 0.4f)))
                .isLessThan(CLOSE);
    }

    @Test
    void aLoraForAnotherModelIsRefusedByName() {
        assertThatThrownBy(() -> imported("sd2", live("lora-kohya", 1)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("another kind of model");
        assertThatThrownBy(() -> imported("sd1", live("lora-text-kohya", 1)))
                .as("SDXL's second text encoder")
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("another kind of model");
    }

    /** In the stream, with changes of the text encoder and of the UNet: as if they had been added to the weights. */
    @ParameterizedTest
    @ValueSource(floats = {0, 0.5f, 1})
    void theEngineSetsTheStrengthOfALora(float scale) throws IOException {
        Path live = imported("sd1", live("lora-kohya", 1));
        Path added = imported("sd1", new Loras.Choice(Golden.checkpoint("lora-kohya.safetensors"), scale));
        byte[] wanted = painted(added, 1);
        byte[] painted = painted(live, scale);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(Math.abs((painted[i] & 0xff) - (wanted[i] & 0xff)))
                    .as("of 255")
                    .isLessThanOrEqualTo(1);
        }
        assertThat(painted).isNotEqualTo(painted(live, 1.5f));
    }

    /** Words are encoded once for each strength, and once for all where no text encoder heeds it. */
    @Test
    void anotherStrengthMakesOtherWordsOnlyWhereATextEncoderHeedsIt() throws IOException {
        try (DiffusionStream stream = opened(imported("sd1", live("lora-kohya", 1)))) {
            TextEmbedding weak = stream.embed(WORDS, 0.5f);
            assertThat(stream.embed(WORDS, 0.5f)).isSameAs(weak);
            assertThat(stream.embed(WORDS, 1)).isNotEqualTo(weak).isSameAs(stream.embed(WORDS));
        }
        try (DiffusionStream stream = opened(imported("sd1", live("lora-peft", 1)))) {
            assertThat(stream.embed(WORDS, 0.5f)).isSameAs(stream.embed(WORDS, 1));
        }
    }

    private static Loras.Choice live(String lora, float scale) {
        return new Loras.Choice(Golden.checkpoint(lora + ".safetensors"), scale, true);
    }

    private Path imported(String checkpoint, Loras.Choice... loras) throws IOException {
        ImportOptions options =
                ImportOptions.USUAL.withSizes(new UsualSizes(4, 4, 4, 8)).withLoras(List.of(loras));
        Path bundle = folder.resolve("bundle-" + System.nanoTime());
        CheckpointImport.run(Golden.checkpoint(checkpoint), bundle, options, (network, bytes, total) -> {});
        return bundle;
    }

    private static float[] predicted(Path bundle, float... scales) {
        Golden plain = Golden.of("sd1");
        Map<String, Golden.Values> given = new HashMap<>();
        for (String name : List.of("encoder_hidden_states", "timestep", "sample")) {
            given.put(name, plain.values(name));
        }
        given.put("lora_scale", new Golden.Values(scales, new long[] {2}));
        return new Graph(bundle.resolve("unet/model.onnx"))
                .run("out_sample", plain.values("out_sample").sizes(), given);
    }

    /** The first row's values of one strength, the second row's of another. */
    private static float[] rows(Golden golden, String first, String second) {
        float[] values = golden.values(first).numbers().clone();
        int half = values.length / 2;
        System.arraycopy(golden.values(second).numbers(), half, values, half, half);
        return values;
    }

    private static void assertWords(Path bundle, float[] scales, Golden golden, String first, String second) {
        Map<String, Golden.Values> given = new HashMap<>();
        given.put("input_ids", Golden.of("sdxl").values("input_ids"));
        given.put("lora_scale", new Golden.Values(scales, new long[] {2}));
        Graph one = new Graph(bundle.resolve("text_encoder/model.onnx"));
        Graph two = new Graph(bundle.resolve("text_encoder_2/model.onnx"));
        float[] left = one.run("penultimate_hidden_state", List.of(2L, 77L, 16L), given);
        float[] right = two.run("penultimate_hidden_state", List.of(2L, 77L, 24L), given);
        float[] both = new float[left.length + right.length];
        for (int token = 0; token < 2 * 77; token++) {
            System.arraycopy(left, token * 16, both, token * 40, 16);
            System.arraycopy(right, token * 24, both, token * 40 + 16, 24);
        }
        // Embeddings are about ten times as large as the rest.
        assertThat(difference(both, rows(golden, "encoder_hidden_states" + first, "encoder_hidden_states" + second)))
                .as("tokens")
                .isLessThan(10 * CLOSE);
        float[] pooled = two.run("text_embeds", List.of(2L, 12L), given);
        assertThat(difference(pooled, rows(golden, "text_embeds" + first, "text_embeds" + second)))
                .as("the whole text")
                .isLessThan(10 * CLOSE);
    }

    private static DiffusionStream opened(Path bundle) {
        return DiffusionStream.open(DiffusionBundle.read(bundle), DeviceOptions.cpu(), 2);
    }

    private static byte[] painted(Path bundle, float loraScale) {
        byte[] rgb = new byte[3 * 32 * 24];
        Arrays.fill(rgb, 0, rgb.length / 2, (byte) 200);
        StreamParameters parameters = new StreamParameters(
                32,
                24,
                List.of(20),
                CfgType.NONE,
                1,
                1,
                true,
                3,
                false,
                Continuity.NONE,
                ControlStrength.NONE,
                loraScale);
        try (DiffusionStream stream = opened(bundle)) {
            Conditioning words = new Conditioning(stream.embed(WORDS, loraScale), stream.embed("", loraScale));
            InputPicture picture = new InputPicture(new Frame(32, 24, rgb));
            return stream.paint(new StreamInput<>(new StreamState<>(), parameters, words, picture, 0))
                    .picture()
                    .rgb();
        }
    }
}
