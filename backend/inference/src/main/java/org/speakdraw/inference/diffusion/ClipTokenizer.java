package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * CLIP's byte-level BPE tokenizer with the conventions of Hugging Face's {@code CLIPTokenizer}: NFC, runs of Unicode
 * white space become one space, every code point is lower-cased by itself, and the text of a special token is that
 * token. In bundles that pad with {@code "!"} (SD 2, SD-Turbo) that makes every exclamation mark the padding token, and
 * models were trained with it. Immutable, thread-safe.
 */
final class ClipTokenizer {

    private static final int MAX_LENGTH = 1024;
    private static final int USUAL_LENGTH = 77;

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+", Pattern.UNICODE_CHARACTER_CLASS);

    private final BytePairs pairs;
    private final Map<String, Integer> special;
    private final Pattern specialText;
    private final int begin;
    private final int end;
    private final int padding;
    private final int maxLength;

    private ClipTokenizer(BundleFiles files, String folder) {
        TokenVocabulary known = TokenVocabulary.read(files, folder);
        String vocabularyFile = known.file();
        Map<String, Integer> vocabulary = known.ids();
        JsonNode config = files.optionalJson(folder + "/tokenizer_config.json");
        JsonNode tokens = files.optionalJson(folder + "/special_tokens_map.json");
        String beginText = specialToken(config, tokens, "bos_token", "<|startoftext|>");
        String endText = specialToken(config, tokens, "eos_token", "<|endoftext|>");
        String paddingText = specialToken(config, tokens, "pad_token", endText);
        String unknownText = specialToken(config, tokens, "unk_token", endText);
        begin = specialId(files, vocabularyFile, vocabulary, beginText);
        end = specialId(files, vocabularyFile, vocabulary, endText);
        padding = specialId(files, vocabularyFile, vocabulary, paddingText);
        int unknown = specialId(files, vocabularyFile, vocabulary, unknownText);
        special = new LinkedHashMap<>();
        special.put(beginText, begin);
        special.put(endText, end);
        special.put(paddingText, padding);
        special.put(unknownText, unknown);
        specialText =
                Pattern.compile(special.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
        pairs = new BytePairs(vocabulary, known.merges(), unknown);
        int length = config.path("model_max_length").asInt(USUAL_LENGTH);
        maxLength = length >= 2 && length <= MAX_LENGTH ? length : USUAL_LENGTH;
    }

    /** @param folder of the bundle, such as {@code tokenizer} */
    static ClipTokenizer read(BundleFiles files, String folder) {
        return new ClipTokenizer(files, folder);
    }

    /** Tokens that the model takes. */
    int maxLength() {
        return maxLength;
    }

    /**
     * Begin, the tokens of all runs cut to what fits, end, padding. Runs are parted like words.
     *
     * @param length of the result
     */
    WeightedTokens encode(List<WeightedText> runs, int length) {
        List<Integer> ids = new ArrayList<>(length);
        float[] weights = new float[length];
        Arrays.fill(weights, 1);
        ids.add(begin);
        for (WeightedText run : runs) {
            for (int token : tokens(run.text(), length)) {
                if (ids.size() < length - 1) {
                    weights[ids.size()] = run.weight();
                    ids.add(token);
                }
            }
        }
        ids.add(end);
        while (ids.size() < length) {
            ids.add(padding);
        }
        return new WeightedTokens(ids, weights);
    }

    /** The text's own tokens; may stop once there are {@code enough}. */
    private List<Integer> tokens(String text, int enough) {
        List<Integer> tokens = new ArrayList<>();
        Matcher matcher = specialText.matcher(text);
        int from = 0;
        while (tokens.size() < enough && matcher.find()) {
            addWords(text.substring(from, matcher.start()), enough, tokens);
            tokens.add(special.getOrDefault(matcher.group(), end));
            from = matcher.end();
        }
        if (tokens.size() < enough) {
            addWords(text.substring(from), enough, tokens);
        }
        return tokens;
    }

    private void addWords(String text, int enough, List<Integer> tokens) {
        Matcher matcher = WORD.matcher(normalised(text));
        while (tokens.size() < enough && matcher.find()) {
            tokens.addAll(pairs.encode(matcher.group().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Code point by code point: a whole string's sigma at the end of a word would come out differently. */
    private static String normalised(String text) {
        String spaced = WHITE_SPACE
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .replaceAll(" ");
        StringBuilder lower = new StringBuilder(spaced.length());
        spaced.codePoints()
                .forEach(codePoint -> lower.append(Character.toString(codePoint).toLowerCase(Locale.ROOT)));
        return lower.toString();
    }

    private static int specialId(BundleFiles files, String file, Map<String, Integer> vocabulary, String text) {
        Integer id = vocabulary.get(text);
        if (id == null) {
            throw files.broken(file, "the special token " + text + " is missing");
        }
        return id;
    }

    /** The token's text, given as such or as an object with it; the special tokens' map has the last word. */
    private static String specialToken(JsonNode config, JsonNode tokens, String name, String usual) {
        for (JsonNode source : List.of(tokens, config)) {
            JsonNode token = source.path(name);
            JsonNode text = token.isObject() ? token.path("content") : token;
            if (text.isTextual()) {
                return text.asText();
            }
        }
        return usual;
    }
}
