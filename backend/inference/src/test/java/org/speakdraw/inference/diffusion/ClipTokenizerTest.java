package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;

class ClipTokenizerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> agreesWithHuggingFace() {
        return Golden.tests("clip/clip_tokens.jsonl", () -> {
            ClipTokenizer endPads = full("<|endoftext|>");
            ClipTokenizer bangPads = full("!");
            List<DynamicTest> tests = new ArrayList<>();
            for (String line : Files.readAllLines(Golden.file("clip/clip_tokens.jsonl"))) {
                JsonNode row = JSON.readTree(line);
                String text = row.path("text").asText();
                tests.add(dynamicTest(row.path("kind").asText() + " " + tests.size(), () -> {
                    assertThat(encode(endPads, text, 77)).as("sd15: " + text).isEqualTo(ids(row.path("sd15")));
                    assertThat(encode(bangPads, text, 77))
                            .as("sdturbo: " + text)
                            .isEqualTo(ids(row.path("sdturbo")));
                }));
            }
            assertThat(tests).isNotEmpty();
            return tests.stream();
        });
    }

    @Test
    void readsTheBundlesOwnPadding() {
        Golden.require("diffusion/models/sd-turbo-tiny/tokenizer/golden_tokens.json");
        ClipTokenizer tokenizer =
                ClipTokenizer.read(new BundleFiles(Golden.file("diffusion/models/sd-turbo-tiny")), "tokenizer");
        JsonNode cases = Golden.json("diffusion/models/sd-turbo-tiny/tokenizer/golden_tokens.json")
                .path("cases");
        assertThat(cases).isNotEmpty();
        for (JsonNode row : cases) {
            String text = row.path("text").asText();
            assertThat(encode(tokenizer, text, tokenizer.maxLength())).as(text).isEqualTo(ids(row.path("input_ids")));
        }
    }

    @Test
    void mergesTheBestRankedPairsFirst() throws IOException {
        ClipTokenizer tokenizer = small(List.of("a b", "c d</w>", "ab cd</w>"), "<|endoftext|>");
        assertThat(encode(tokenizer, "abcd", 6))
                .containsExactly(id("<|startoftext|>"), id("abcd</w>"), id("<|endoftext|>"), end(), end(), end());
        assertThat(encode(tokenizer, "Abc", 5))
                .containsExactly(id("<|startoftext|>"), id("ab"), id("c</w>"), end(), end());
    }

    @Test
    void cutsLongTextAndKeepsTheEnd() throws IOException {
        ClipTokenizer tokenizer = small(List.of(), "<|endoftext|>");
        assertThat(encode(tokenizer, "a a a a a a", 4))
                .containsExactly(id("<|startoftext|>"), id("a</w>"), id("a</w>"), end());
    }

    @Test
    void everyTokenOfARunHasItsWeight() throws IOException {
        ClipTokenizer tokenizer = small(List.of(), "<|endoftext|>");
        WeightedTokens tokens = tokenizer.encode(
                List.of(new WeightedText("a ", 1), new WeightedText("b c", 1.5f), new WeightedText(" d a", 0.5f)), 7);
        assertThat(tokens.ids())
                .containsExactly(
                        id("<|startoftext|>"), id("a</w>"), id("b</w>"), id("c</w>"), id("d</w>"), id("a</w>"), end());
        assertThat(tokens.weights()).containsExactly(1, 1, 1.5f, 1.5f, 0.5f, 0.5f, 1);
        assertThat(tokenizer.encode(List.of(new WeightedText("a b c d", 2)), 4).weights())
                .containsExactly(1, 2, 2, 1);
    }

    @Test
    void paddingTextInAPromptIsThePadding() throws IOException {
        ClipTokenizer tokenizer = small(List.of(), "!");
        assertThat(encode(tokenizer, "a!", 6))
                .containsExactly(id("<|startoftext|>"), id("a</w>"), id("!"), end(), id("!"), id("!"));
    }

    @Test
    void aWordOfManyLettersTakesNoTime() throws IOException {
        ClipTokenizer tokenizer = small(List.of("a b", "c d</w>", "ab ab", "abab abab"), "<|endoftext|>");
        String word = "ab".repeat(50_000);
        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThat(encode(tokenizer, word, 77)).hasSize(77));
    }

    /** As newer libraries write it, with merges as pairs or as text. */
    @Test
    void readsATokenizerInOneFile() throws IOException {
        List<Integer> expected = encode(small(List.of("c d</w>"), "!"), "cd a!", 7);
        for (Object merge : List.of("c d</w>", List.of("c", "d</w>"))) {
            Map<String, Integer> words = vocabulary();
            Integer end = words.remove("<|endoftext|>");
            Path tokenizer = Files.createDirectories(folder.resolve("whole/tokenizer"));
            Files.writeString(
                    tokenizer.resolve("tokenizer.json"),
                    JSON.writeValueAsString(Map.of(
                            "added_tokens", List.of(Map.of("content", "<|endoftext|>", "id", end)),
                            "model", Map.of("type", "BPE", "vocab", words, "merges", List.of(merge)))));
            Files.writeString(tokenizer.resolve("tokenizer_config.json"), "{\"pad_token\": \"!\"}");
            ClipTokenizer whole = ClipTokenizer.read(new BundleFiles(folder.resolve("whole")), "tokenizer");
            assertThat(encode(whole, "cd a!", 7)).isEqualTo(expected);
        }
        Files.writeString(folder.resolve("whole/tokenizer/tokenizer.json"), "{\"model\": {\"type\": \"WordPiece\"}}");
        assertThatThrownBy(() -> ClipTokenizer.read(new BundleFiles(folder.resolve("whole")), "tokenizer"))
                .hasMessageContaining("no byte-pair tokenizer");
    }

    @Test
    void namesTheFileWithoutTheSpecialTokens() throws IOException {
        Files.createDirectories(folder.resolve("tokenizer"));
        Files.writeString(folder.resolve("tokenizer/vocab.json"), "{\"a\": 0}");
        Files.writeString(folder.resolve("tokenizer/merges.txt"), "");
        assertThatThrownBy(() -> ClipTokenizer.read(new BundleFiles(folder), "tokenizer"))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("vocab.json")
                .hasMessageContaining("<|startoftext|>");
    }

    private ClipTokenizer full(String padding) throws IOException {
        Path bundle = Files.createDirectories(folder.resolve(padding.equals("!") ? "bang" : "end"));
        Path tokenizer = Files.createDirectories(bundle.resolve("tokenizer"));
        Files.copy(Golden.file("clip/vocab.json"), tokenizer.resolve("vocab.json"));
        Files.copy(Golden.file("clip/merges.txt"), tokenizer.resolve("merges.txt"));
        Files.writeString(
                tokenizer.resolve("tokenizer_config.json"), JSON.writeValueAsString(Map.of("pad_token", padding)));
        return ClipTokenizer.read(new BundleFiles(bundle), "tokenizer");
    }

    /** A vocabulary of five letters, with and without the end of a word, and what the merges make of them. */
    private ClipTokenizer small(List<String> merges, String padding) throws IOException {
        Path tokenizer = Files.createDirectories(folder.resolve("tokenizer"));
        Files.writeString(tokenizer.resolve("vocab.json"), JSON.writeValueAsString(vocabulary()));
        Files.writeString(tokenizer.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
        Files.writeString(
                tokenizer.resolve("special_tokens_map.json"),
                JSON.writeValueAsString(Map.of("pad_token", Map.of("content", padding))));
        return ClipTokenizer.read(new BundleFiles(folder), "tokenizer");
    }

    private static List<Integer> encode(ClipTokenizer tokenizer, String text, int length) {
        return tokenizer.encode(List.of(new WeightedText(text, 1)), length).ids();
    }

    private static Map<String, Integer> vocabulary() {
        List<String> tokens = List.of(
                "!",
                "a",
                "b",
                "c",
                "d",
                "!</w>",
                "a</w>",
                "b</w>",
                "c</w>",
                "d</w>",
                "ab",
                "cd</w>",
                "abcd</w>",
                "abab",
                "abababab",
                "<|startoftext|>",
                "<|endoftext|>");
        Map<String, Integer> vocabulary = new TreeMap<>();
        IntStream.range(0, tokens.size()).forEach(i -> vocabulary.put(tokens.get(i), i));
        return vocabulary;
    }

    private static int id(String token) {
        return vocabulary().get(token);
    }

    private static int end() {
        return id("<|endoftext|>");
    }

    private static List<Integer> ids(JsonNode array) {
        List<Integer> ids = new ArrayList<>();
        array.forEach(id -> ids.add(id.asInt()));
        return ids;
    }
}
