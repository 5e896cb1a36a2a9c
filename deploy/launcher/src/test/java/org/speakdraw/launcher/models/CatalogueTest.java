package org.speakdraw.launcher.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.launcher.checks.LaunchException;
import picocli.CommandLine;

class CatalogueTest {

    @TempDir
    Path folder;

    @Test
    void readsTheCatalogueOfTheProject() {
        Catalogue catalogue = Catalogue.read(Path.of("../../models/catalogue.json"));
        CatalogueModel matting = catalogue.find("rvm");
        assertThat(matting.part()).isEqualTo("matting");
        assertThat(matting.bytes()).isEqualTo(15L << 20);
        assertThat(matting.files()).singleElement().satisfies(file -> {
            assertThat(file.path()).isEqualTo("model.onnx");
            assertThat(file.url())
                    .hasToString(
                            "https://github.com/PeterL1n/RobustVideoMatting/releases/download/v1.0.0/rvm_mobilenetv3_fp32.onnx");
        });
        assertThat(catalogue.models())
                .allSatisfy(model -> assertThat(model.licence()).isNotBlank())
                .allSatisfy(model -> assertThat(model.use()).isNotBlank());
    }

    /** Everything that the server asks of a bundle, see {@code DiffusionBundle}. */
    @ParameterizedTest
    @ValueSource(strings = {"sd-turbo", "sdxl-turbo", "sdxs"})
    void namesEveryFileThatABundleNeeds(String name) {
        CatalogueModel model =
                Catalogue.read(Path.of("../../models/catalogue.json")).find(name);
        List<String> paths = new ArrayList<>();
        model.files().forEach(file -> paths.add(file.path()));
        model.shipped().forEach(file -> paths.add(file.path()));
        assertThat(paths).doesNotHaveDuplicates();
        assertThat(paths)
                .contains(
                        "tokenizer/vocab.json",
                        "tokenizer/merges.txt",
                        "text_encoder/model.onnx",
                        "unet/config.json",
                        "unet/model.onnx",
                        "vae_encoder/model.onnx",
                        "vae_decoder/config.json",
                        "vae_decoder/model.onnx",
                        "scheduler/scheduler_config.json");
        assertThat(model.shipped())
                .filteredOn(ShippedFile::isCompletedByServer)
                .singleElement()
                .satisfies(file -> assertThat(file.content()).contains("\"changes\" : \"measure\"", "licence"));
        if (name.startsWith("sdxl")) {
            assertThat(paths)
                    .contains(
                            "text_encoder/config.json",
                            "text_encoder_2/config.json",
                            "text_encoder_2/model.onnx",
                            "tokenizer_2/vocab.json",
                            "tokenizer_2/merges.txt");
        }
    }

    /** What is made of a checkpoint is said as the command takes it, which has to understand it. */
    @Test
    void aModelThatIsMadeHereNamesItsParts() {
        CatalogueModel model =
                Catalogue.read(Path.of("../../models/catalogue.json")).find("nitro-1-sd");
        assertThat(model.files()).isEmpty();
        assertThat(HubAddress.parse(model.made().get(0)).name()).isEqualTo("stable-diffusion-2-1-base");
        CheckpointOptions options = new CheckpointOptions();
        new CommandLine(options)
                .parseArgs(model.made().subList(1, model.made().size()).toArray(String[]::new));
        assertThat(options.name()).contains("nitro-1-sd");
        assertThat(options.unet().map(HubAddress::parse).flatMap(HubAddress::file))
                .contains("nitro-1-sd.bin");
        assertThat(options.vae()).isPresent();
        assertThat(model.checkedBy()).isEqualTo("hub, newest version");
    }

    @Test
    void saysHowManyFilesHaveADigest() {
        Catalogue catalogue = Catalogue.read(Path.of("../../models/catalogue.json"));
        assertThat(catalogue.find("whisper-base").checkedBy()).isEqualTo("SHA-256");
        assertThat(catalogue.find("sd-turbo").checkedBy()).isEqualTo("SHA-256: 6 of 8, hub");
    }

    @Test
    void shipsTheConfigsThatTheTinyAutoencodersSourceLacks() {
        CatalogueModel model =
                Catalogue.read(Path.of("../../models/catalogue.json")).find("sd-turbo");
        assertThat(model.shipped())
                .filteredOn(file -> file.path().equals("vae_decoder/config.json"))
                .singleElement()
                .satisfies(file -> assertThat(file.content())
                        .contains("\"latent_channels\" : 4", "\"scaling_factor\" : 1.0", "block_out_channels"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whisper-base", "whisper-small", "whisper-large-v3-turbo"})
    void hasWhisperInThreeSizesOfWhichEveryFileIsKnown(String name) {
        CatalogueModel model =
                Catalogue.read(Path.of("../../models/catalogue.json")).find(name);
        assertThat(model.part()).isEqualTo("speech");
        assertThat(model.files())
                .extracting(CatalogueFile::path)
                .contains("config.json", "tokenizer.json", "encoder_model.onnx", "decoder_model_merged.onnx");
        assertThat(model.files())
                .allSatisfy(file -> assertThat(file.sha256())
                        .hasValueSatisfying(sha256 -> assertThat(sha256).matches("[0-9a-f]{64}")));
    }

    @Test
    void namesTheModelsThereAreWhenAskedForAnother() {
        Catalogue catalogue = Catalogue.read(Path.of("../../models/catalogue.json"));
        assertThatThrownBy(() -> catalogue.find("sd-turbi"))
                .isInstanceOf(LaunchException.class)
                .hasMessageContainingAll("sd-turbi", "sd-turbo", "whisper-base");
    }

    @Test
    void refusesAFileOutsideItsFolderAndAnOpenAddress() throws Exception {
        assertThatThrownBy(() -> read("../../etc/passwd", "https://example.org/"))
                .hasMessageContaining("outside");
        assertThatThrownBy(() -> read("/etc/passwd", "https://example.org/")).hasMessageContaining("outside");
        assertThatThrownBy(() -> read("model.onnx", "http://example.org/")).hasMessageContaining("not https");
        assertThatThrownBy(() -> read("model.onnx", "https://example.org/v1.0.0/"))
                .as("what could be another file tomorrow")
                .hasMessageContaining("no SHA-256");
        assertThatThrownBy(() -> read("model.onnx", "https://huggingface.co/o/n/resolve/main/"))
                .hasMessageContaining("no SHA-256");
        assertThat(read("model.onnx", "https://huggingface.co/o/n/resolve/" + "0a".repeat(20) + "/")
                        .models())
                .hasSize(1);
    }

    @Test
    void saysWhichCatalogueIsBroken() throws Exception {
        Path file = Files.writeString(folder.resolve("catalogue.json"), "{\"models\": {");
        assertThatThrownBy(() -> Catalogue.read(file)).hasMessageContainingAll(file.toString(), "cannot be read");
    }

    private Catalogue read(String path, String address) throws Exception {
        return Catalogue.read(Files.writeString(folder.resolve("catalogue.json"), """
            {"models": {"m": {"title": "M", "licence": "MIT", "use": "everybody", "needs": "nothing", "megabytes": 1,
              "sources": [{"address": "%s", "files": {"%s": {}}}]}}}
            """.formatted(address, path)));
    }
}
