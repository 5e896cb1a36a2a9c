package org.speakdraw.checkpoint.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTokenizerFilesTest {

    @TempDir
    private Path folder;

    /** Numbers of OpenAI's own tokenizer. */
    @Test
    void wordsHaveTheNumbersThatModelsWereTrainedWith() throws IOException {
        ClipTokenizerFiles.write(folder, ClipTokenizerFiles.Padding.EXCLAMATION_MARK);
        JsonNode vocabulary =
                new ObjectMapper().readTree(folder.resolve("vocab.json").toFile());
        assertThat(vocabulary.size()).isEqualTo(49_408);
        assertThat(vocabulary.path("!").asInt(-1)).isZero();
        assertThat(vocabulary.path("ÿ").asInt()).isEqualTo(187);
        assertThat(vocabulary.path("Ā").asInt()).isEqualTo(188);
        assertThat(vocabulary.path("fox</w>").asInt()).isEqualTo(3240);
        assertThat(vocabulary.path("watercolour</w>").asInt()).isEqualTo(18_377);
        assertThat(vocabulary.path("<|startoftext|>").asInt()).isEqualTo(49_406);
        assertThat(vocabulary.path("<|endoftext|>").asInt()).isEqualTo(49_407);
        assertThat(Files.readAllLines(folder.resolve("merges.txt"))).hasSize(48_895);
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("special_tokens_map.json").toFile())
                        .path("pad_token")
                        .asText())
                .isEqualTo("!");
    }
}
