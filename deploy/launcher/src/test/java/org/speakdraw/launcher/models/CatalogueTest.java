package org.speakdraw.launcher.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.launcher.checks.LaunchException;

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
                .allSatisfy(model -> assertThat(model.licence()).isNotBlank());
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
    }

    @Test
    void saysWhichCatalogueIsBroken() throws Exception {
        Path file = Files.writeString(folder.resolve("catalogue.json"), "{\"models\": {");
        assertThatThrownBy(() -> Catalogue.read(file)).hasMessageContainingAll(file.toString(), "cannot be read");
    }

    private Catalogue read(String path, String address) throws Exception {
        return Catalogue.read(Files.writeString(folder.resolve("catalogue.json"), """
                {"models": {"m": {"title": "M", "licence": "MIT", "needs": "nothing", "megabytes": 1,
                  "sources": [{"address": "%s", "files": {"%s": {}}}]}}}
                """.formatted(address, path)));
    }
}
