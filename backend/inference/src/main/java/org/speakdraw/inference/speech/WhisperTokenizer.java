package org.speakdraw.inference.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text to Whisper's token ids and back: byte-level byte-pair encoding (GPT-2). Reads {@code tokenizer.json}, or
 * {@code vocab.json} with {@code added_tokens.json} or {@code tokenizer_config.json}. Ids are in the order in which
 * pairs were merged, as in tiktoken's rank files, so {@code merges.txt} adds nothing. Immutable, thread-safe.
 */
public final class WhisperTokenizer {

    private static final Pattern WORDS = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final int LONGEST_TEXT = 4000;

    private final Map<Integer, byte[]> bytes = new HashMap<>();
    /** Key: the bytes as ISO 8859-1 characters. */
    private final Map<String, Integer> ranks = new HashMap<>();

    private final SpecialTokens special;

    private WhisperTokenizer(Map<String, Integer> vocabulary, Map<String, Integer> added, SpeechFiles files) {
        Map<String, Integer> all = new HashMap<>(vocabulary);
        all.putAll(added);
        special = SpecialTokens.of(all, files);
        ByteAlphabet alphabet = new ByteAlphabet();
        vocabulary.forEach((spelling, id) -> {
            if (special.isText(id)) {
                byte[] spelt = alphabet.bytes(spelling);
                bytes.put(id, spelt);
                ranks.put(new String(spelt, StandardCharsets.ISO_8859_1), id);
            }
        });
        for (int value = 0; value < 256; value++) {
            if (!ranks.containsKey(Character.toString(value))) {
                throw files.broken("vocab.json", "no token for the byte " + value);
            }
        }
    }

    /**
     * Reads the tokenizer files of a {@code speech} folder.
     *
     * @throws org.speakdraw.inference.InferenceException {@code bundle-invalid}, naming what is missing
     */
    public static WhisperTokenizer open(Path folder) {
        SpeechFiles files = new SpeechFiles(folder);
        Map<String, Integer> vocabulary = new HashMap<>();
        Map<String, Integer> added = new HashMap<>();
        JsonNode whole = files.optionalJson("tokenizer.json");
        put(vocabulary, whole.path("model").path("vocab"));
        if (vocabulary.isEmpty()) {
            put(vocabulary, files.optionalJson("vocab.json"));
        }
        if (vocabulary.isEmpty()) {
            throw files.broken("vocab.json", "it is missing or empty, and there is no tokenizer.json");
        }
        whole.path("added_tokens")
                .forEach(token -> added.put(
                        token.path("content").asText(), token.path("id").asInt()));
        put(added, files.optionalJson("added_tokens.json"));
        files.optionalJson("tokenizer_config.json")
                .path("added_tokens_decoder")
                .properties()
                .forEach(
                        token -> added.put(token.getValue().path("content").asText(), Integer.valueOf(token.getKey())));
        return new WhisperTokenizer(vocabulary, added, files);
    }

    SpecialTokens special() {
        return special;
    }

    /** The text of the ids that are text; a sequence of bytes that is not UTF-8 becomes U+FFFD. */
    public String decode(List<Integer> ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int id : ids) {
            byte[] spelt = bytes.get(id);
            if (spelt != null) {
                out.writeBytes(spelt);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Ids of plain text; spellings of special tokens in it are text too. Looks at the last 4000 characters only. */
    public List<Integer> encode(String text) {
        List<Integer> ids = new ArrayList<>();
        Matcher words = WORDS.matcher(text.substring(Math.max(0, text.length() - LONGEST_TEXT)));
        while (words.find()) {
            byte[] utf8 = words.group().getBytes(StandardCharsets.UTF_8);
            List<String> parts = new ArrayList<>();
            for (byte value : utf8) {
                parts.add(Character.toString(value & 0xFF));
            }
            merge(parts);
            parts.forEach(part -> ids.add(ranks.getOrDefault(part, 0)));
        }
        return ids;
    }

    private void merge(List<String> parts) {
        while (true) {
            int best = -1;
            int bestRank = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int rank = ranks.getOrDefault(parts.get(i) + parts.get(i + 1), Integer.MAX_VALUE);
                if (rank < bestRank) {
                    best = i;
                    bestRank = rank;
                }
            }
            if (best < 0) {
                return;
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
    }

    private static void put(Map<String, Integer> ids, JsonNode object) {
        object.properties()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
    }
}
