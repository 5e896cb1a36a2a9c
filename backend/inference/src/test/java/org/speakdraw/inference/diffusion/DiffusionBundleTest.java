package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.DeviceOptions;

/** A bundle's small files; its networks are empty files here, which reading does not mind and opening does. */
class DiffusionBundleTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        for (String file : List.of("text_encoder", "unet", "vae_encoder", "vae_decoder")) {
            write(file + "/model.onnx", "");
        }
        write("tokenizer/vocab.json", "{\"<|startoftext|>\": 0, \"<|endoftext|>\": 1}");
        write("tokenizer/merges.txt", "#version: 0.2\n");
        write("scheduler/scheduler_config.json", "{\"beta_schedule\": \"scaled_linear\"}");
        write(
                "unet/config.json",
                "{\"cross_attention_dim\": 64, \"block_out_channels\": [8, 8, 8], \"sample_size\": 16}");
        write(
                "vae_decoder/config.json",
                "{\"latent_channels\": 16, \"block_out_channels\": [8, 8, 8, 8, 8], \"scaling_factor\": 0.5}");
    }

    @Test
    void hasSensibleValuesWithoutItsOwnFile() {
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        assertThat(bundle.id()).isEqualTo(folder.getFileName().toString());
        assertThat(bundle.title()).isEqualTo(bundle.id());
        assertThat(bundle.examples()).isEmpty();
        assertThat(bundle.latentChannels()).isEqualTo(16);
        assertThat(bundle.spatialFactor()).isEqualTo(16);
        assertThat(bundle.vae().scalingFactor()).isEqualTo(0.5f);
        assertThat(bundle.sizeMultiple()).isEqualTo(64);
        assertThat(bundle.recommended().width()).isEqualTo(256);
        assertThat(bundle.recommended().tIndexList()).hasSize(2);
        assertThat(bundle.recommended().prompt()).isNotBlank();
    }

    @Test
    void takesWhatItsOwnFileSays() throws IOException {
        write("speakdraw.json", """
                {"title": "Pocket", "licence": "Apache-2.0", "description": "Small.", "size_multiple": 32,
                 "examples": ["a fox", "a ship"],
                 "recommended": {"width": 96, "height": 64, "t_index_list": [20, 40], "guidance_scale": 1.5,
                                 "cfg_type": "self", "prompt": "a boat"}}
                """);
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        assertThat(bundle.title()).isEqualTo("Pocket");
        assertThat(bundle.licence()).isEqualTo("Apache-2.0");
        assertThat(bundle.description()).isEqualTo("Small.");
        assertThat(bundle.examples()).containsExactly("a fox", "a ship");
        assertThat(bundle.sizeMultiple()).isEqualTo(32);
        assertThat(bundle.recommended())
                .isEqualTo(new RecommendedSettings(96, 64, List.of(20, 40), 1.5f, CfgType.SELF, "a boat"));
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        for (String file : List.of(
                "unet/model.onnx",
                "unet/config.json",
                "vae_decoder/config.json",
                "tokenizer/merges.txt",
                "scheduler/scheduler_config.json")) {
            Path path = folder.resolve(file);
            byte[] content = Files.readAllBytes(path);
            Files.delete(path);
            assertInvalid(file, "missing");
            Files.write(path, content);
        }
        assertThatThrownBy(() -> DiffusionBundle.read(folder.resolve("nowhere")))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void namesTheFileThatIsBroken() throws IOException {
        replaced("unet/config.json", "{}", "cross_attention_dim");
        replaced("unet/config.json", "not json", "cannot be read");
        replaced("vae_decoder/config.json", "{\"latent_channels\": 4}", "block_out_channels");
        replaced("vae_decoder/config.json", "{\"block_out_channels\": [1]}", "latent_channels");
        replaced("speakdraw.json", "{\"size_multiple\": 20}", "size_multiple");
        replaced("speakdraw.json", "{\"recommended\": {\"width\": 100}}", "100");
        replaced("speakdraw.json", "{\"recommended\": {\"cfg_type\": \"most\"}}", "recommended");
        replaced("speakdraw.json", "{\"recommended\": {\"t_index_list\": [\"x\"]}}", "recommended");
    }

    @Test
    void aNetworkThatIsNoNetworkIsNamed() {
        assertThatThrownBy(() -> DiffusionStream.open(DiffusionBundle.read(folder), DeviceOptions.cpu(), 4))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("bundle-invalid"))
                .hasMessageContaining("text_encoder");
    }

    @Test
    void readsNothingThatLiesOutsideOfIt(@TempDir Path elsewhere) throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("secret.json"), "{\"names\": [{\"en\": [\"a secret\"]}]}");
        for (String name :
                List.of(secret.toString(), folder.relativize(secret).toString(), "tokenizer/../../x.json", "\u0000")) {
            write("speakdraw.json", "{\"vocabulary\": \"" + name.replace("\u0000", "\\u0000") + "\"}");
            DiffusionBundle bundle = DiffusionBundle.read(folder);
            for (ThrowingCallable reading : List.<ThrowingCallable>of(bundle::knownWords, bundle::vocabulary)) {
                assertThatThrownBy(reading)
                        .isInstanceOfSatisfying(
                                InferenceException.class,
                                e -> assertThat(e.code().id()).isEqualTo("bundle-invalid"))
                        .hasMessageContaining(folder.toString());
            }
        }
        write("words/known.json", "{}");
        write("speakdraw.json", "{\"vocabulary\": \"words/../words/known.json\"}");
        assertThat(DiffusionBundle.read(folder).knownWords()).isPresent();
    }

    @Test
    void aFileThatIsTooLargeToBeReadIsNamed() throws IOException {
        for (String file : List.of("scheduler/scheduler_config.json", "tokenizer/merges.txt")) {
            Path path = folder.resolve(file);
            byte[] before = Files.readAllBytes(path);
            try (RandomAccessFile large = new RandomAccessFile(path.toFile(), "rw")) {
                large.setLength(40 << 20);
            }
            assertThatThrownBy(() ->
                            ClipTokenizer.read(DiffusionBundle.read(folder).files(), "tokenizer"))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContainingAll(file, "bytes");
            Files.write(path, before);
        }
    }

    private void replaced(String file, String content, String message) throws IOException {
        Path path = folder.resolve(file);
        byte[] before = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
        write(file, content);
        assertInvalid(file, message);
        if (before.length == 0) {
            Files.delete(path);
        } else {
            Files.write(path, before);
        }
    }

    private void assertInvalid(String file, String message) {
        assertThatThrownBy(() -> DiffusionBundle.read(folder))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("bundle-invalid"))
                .hasMessageContaining(file)
                .hasMessageContaining(message);
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
