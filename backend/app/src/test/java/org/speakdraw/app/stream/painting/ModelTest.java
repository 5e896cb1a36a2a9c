package org.speakdraw.app.stream.painting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/** Of SDXL's shape; no network of it is ever loaded. */
class ModelTest {

    private static final Path SDXL =
            Path.of("../inference/src/test/resources/reference/diffusion/models/made-sdxl-tiny");

    private static final Path TOKENIZER = Path.of("../../models/handmade/tokenizer");

    @TempDir
    private Path folder;

    @Test
    void withoutANegativePromptGuidanceMovesAwayFromNothing() throws IOException {
        FakeModel other = new FakeModel();
        other.words(TestStreams.settings("\"prompt\":\"a fox\",\"negative_prompt\":\"\""));
        assertThat(other.prompts()).containsExactly("a fox", "");
        for (String part :
                List.of("scheduler", "text_encoder", "text_encoder_2", "unet", "vae_encoder", "vae_decoder")) {
            link(part, SDXL.resolve(part));
        }
        link("tokenizer", TOKENIZER);
        link("tokenizer_2", TOKENIZER);
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        FakeModel sdxl = new FakeModel() {
            @Override
            public DiffusionBundle bundle() {
                return bundle;
            }
        };
        Conditioning words = sdxl.words(TestStreams.settings("\"prompt\":\"a fox\",\"negative_prompt\":\" \""));
        assertThat(sdxl.prompts()).containsExactly("a fox");
        assertThat(words.negative()).isEqualTo(words.prompt().zeros());
        sdxl.words(TestStreams.settings("\"prompt\":\"a fox\",\"negative_prompt\":\"grey\""));
        assertThat(sdxl.prompts()).endsWith("a fox", "grey");
    }

    private void link(String name, Path part) throws IOException {
        Files.createSymbolicLink(folder.resolve(name), part.toRealPath());
    }
}
