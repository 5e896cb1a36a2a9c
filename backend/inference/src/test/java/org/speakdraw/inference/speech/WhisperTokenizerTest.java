package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;

class WhisperTokenizerTest {

    private static final String PAIRS = "whisper/tokenizer/decode_golden.jsonl";

    @Test
    void decodesEveryGoldenPairAndEncodesTheRoundTrips() throws Exception {
        Path pairs = Golden.require(PAIRS);
        WhisperTokenizer tokenizer = WhisperTokenizer.open(SpeechGolden.bundle());
        int rows = 0;
        int roundTrips = 0;
        for (String line : Files.readAllLines(pairs)) {
            JsonNode row = new ObjectMapper().readTree(line);
            List<Integer> ids = SpeechGolden.ints(row.path("ids"));
            assertThat(tokenizer.decode(ids)).isEqualTo(row.path("text").asText());
            if (row.path("kind").asText().equals("roundtrip")) {
                assertThat(tokenizer.encode(row.path("text").asText()))
                        .as(row.path("text").asText())
                        .isEqualTo(ids);
                roundTrips++;
            }
            rows++;
        }
        assertThat(rows).isEqualTo(220);
        assertThat(roundTrips).isPositive();
    }

    @Test
    void knowsSpecialTokens() {
        Golden.require(PAIRS);
        SpecialTokens special = WhisperTokenizer.open(SpeechGolden.bundle()).special();
        JsonNode languages = Golden.json("whisper/tokenizer/language_ids.json");
        assertThat(special.languages()).hasSize(languages.size());
        languages
                .properties()
                .forEach(entry -> assertThat(special.languages())
                        .containsEntry(entry.getKey(), entry.getValue().asInt()));
        assertThat(special.language(50_265)).contains("fr");
        assertThat(special.seconds(51_864)).isEqualTo(30.0);
        assertThat(special.timestampBegin()).isEqualTo(50_364);
        assertThat(special.noSpeech()).isEqualTo(50_362);
        assertThat(special.previous()).isEqualTo(50_361);
    }

    @Test
    void saysWhatIsMissing(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> WhisperTokenizer.open(folder))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("vocab.json");
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0}");
        assertThatThrownBy(() -> WhisperTokenizer.open(folder)).hasMessageContaining("<|startoftranscript|>");
    }
}
