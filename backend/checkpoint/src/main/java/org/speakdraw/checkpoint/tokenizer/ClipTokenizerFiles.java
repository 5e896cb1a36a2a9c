package org.speakdraw.checkpoint.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The files of CLIP's tokenizer, which all Stable Diffusion models of the first two generations and SDXL share but for
 * the token that fills up short texts. They are made of the list of merges that OpenAI published
 * (github.com/openai/CLIP).
 */
public final class ClipTokenizerFiles {

    private static final String MERGES = "merges.txt.gz";
    private static final String BEGIN = "<|startoftext|>";
    private static final String END = "<|endoftext|>";
    private static final String WORD_END = "</w>";
    private static final int BYTES = 256;

    private ClipTokenizerFiles() {}

    /**
     * Writes them.
     *
     * @param folder  that takes them, made if it is missing
     * @param padding the token that fills up short texts: {@code !} for OpenCLIP's encoders, else the end of a text
     */
    public static void write(Path folder, Padding padding) throws IOException {
        List<String> merges = merges();
        Files.createDirectories(folder);
        ObjectMapper json = new ObjectMapper();
        json.writeValue(folder.resolve("vocab.json").toFile(), vocabulary(merges));
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
        json.writeValue(
                folder.resolve("special_tokens_map.json").toFile(),
                Map.of("bos_token", BEGIN, "eos_token", END, "unk_token", END, "pad_token", padding.token));
        json.writeValue(folder.resolve("tokenizer_config.json").toFile(), Map.of("model_max_length", 77));
    }

    /** What fills up short texts. */
    public enum Padding {
        END_OF_TEXT(END),
        EXCLAMATION_MARK("!");

        private final String token;

        Padding(String token) {
            this.token = token;
        }
    }

    private static List<String> merges() throws IOException {
        try (InputStream resource = ClipTokenizerFiles.class.getResourceAsStream(MERGES)) {
            if (resource == null) {
                throw new IOException(MERGES + " is not packed");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8));
            return new ArrayList<>(lines.lines().toList());
        }
    }

    private static Map<String, Integer> vocabulary(List<String> merges) {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        List<String> characters = characters();
        characters.forEach(character -> vocabulary.put(character, vocabulary.size()));
        characters.forEach(character -> vocabulary.put(character + WORD_END, vocabulary.size()));
        merges.forEach(merge -> vocabulary.put(merge.replace(" ", ""), vocabulary.size()));
        vocabulary.put(BEGIN, vocabulary.size());
        vocabulary.put(END, vocabulary.size());
        return vocabulary;
    }

    /** A visible character for each byte: those that are visible stand for themselves and come first. */
    private static List<String> characters() {
        List<String> visible = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int value = 0; value < BYTES; value++) {
            boolean shows = (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
            if (shows) {
                visible.add(Character.toString(value));
            } else {
                others.add(Character.toString(BYTES + others.size()));
            }
        }
        visible.addAll(others);
        return visible;
    }
}
