package org.speakdraw.launcher.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleFolderTest {

    @TempDir
    Path models;

    private Path bundle;

    @BeforeEach
    void makeBundle() throws IOException {
        bundle = models.resolve("pocket");
        write("model_index.json", "{}");
        write("scheduler/scheduler_config.json", "\n {}");
        write("tokenizer/vocab.json", "{}");
        write("tokenizer/merges.txt", "#version: 0.2");
        for (String graph : List.of("text_encoder", "unet", "vae_encoder", "vae_decoder")) {
            write(graph + "/model.onnx", "\b\b");
        }
    }

    @Test
    void findsByNameAndByPath() {
        assertThat(BundleFolder.find("pocket", List.of(models)).path()).isEqualTo(bundle);
        assertThat(BundleFolder.find(bundle.toString(), List.of()).path()).isEqualTo(bundle);
        assertThatThrownBy(() -> BundleFolder.find("other", List.of(models)))
                .isInstanceOf(LaunchException.class)
                .hasMessageContainingAll("other", models.toString());
    }

    @Test
    void acceptsAWholeBundle() {
        assertThatCode(() -> new BundleFolder(bundle).check()).doesNotThrowAnyException();
    }

    @Test
    void acceptsATokenizerInOneFile() throws IOException {
        Files.delete(bundle.resolve("tokenizer/vocab.json"));
        Files.delete(bundle.resolve("tokenizer/merges.txt"));
        write("tokenizer/tokenizer.json", "not json");
        assertBroken("tokenizer/tokenizer.json is not JSON");
        write("tokenizer/tokenizer.json", "{}");
        assertThatCode(() -> new BundleFolder(bundle).check()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model_index.json", "tokenizer/merges.txt", "unet/model.onnx", "vae_decoder/model.onnx"})
    void namesAMissingFile(String file) throws IOException {
        Files.delete(bundle.resolve(file));
        assertBroken(file + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model_index.json", "tokenizer/merges.txt", "unet/model.onnx"})
    void namesAnEmptyFile(String file) throws IOException {
        write(file, "");
        assertBroken(file + " is");
    }

    @Test
    void recognisesAFileThatGitLfsHasNotFetched() throws IOException {
        write("unet/model.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
        assertBroken("unet/model.onnx is a Git LFS pointer");
    }

    private void assertBroken(String message) {
        assertThatThrownBy(() -> new BundleFolder(bundle).check())
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        error -> assertThat(error.failure()).isEqualTo(Failure.BUNDLE))
                .hasMessageContainingAll(bundle.toString(), message);
    }

    private void write(String file, String text) throws IOException {
        Path path = bundle.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
