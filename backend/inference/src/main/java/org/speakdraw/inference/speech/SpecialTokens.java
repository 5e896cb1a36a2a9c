package org.speakdraw.inference.speech;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Whisper's tokens that are not text. Timestamps follow {@code noTimestamps}: 0.00 s, 0.02 s, to 30.00 s.
 *
 * @param endOfText    ends a transcript; every id from here on is not text
 * @param start        begins a transcript
 * @param translate    task
 * @param transcribe   task
 * @param previous     begins the prompt
 * @param noSpeech     whose probability after {@code start} tells silence
 * @param noTimestamps asks for text only
 * @param languages    ISO 639-1 code (or longer) -> id; empty for an English-only model
 */
record SpecialTokens(
        int endOfText,
        int start,
        int translate,
        int transcribe,
        int previous,
        int noSpeech,
        int noTimestamps,
        Map<String, Integer> languages) {

    /** Timestamps after the first one: 30 s in steps of 20 ms. */
    static final int LAST_TIMESTAMP = 1500;

    private static final Pattern LANGUAGE = Pattern.compile("<\\|[a-z]{2,4}\\|>");

    SpecialTokens {
        languages = Map.copyOf(languages);
    }

    /**
     * Finds the tokens by their spelling.
     *
     * @param ids   spelling -> id
     * @param files for messages
     */
    static SpecialTokens of(Map<String, Integer> ids, SpeechFiles files) {
        int start = id(ids, files, "<|startoftranscript|>");
        int translate = id(ids, files, "<|translate|>");
        int endOfText = id(ids, files, "<|endoftext|>");
        Map<String, Integer> languages = new TreeMap<>();
        // English-only models carry the language tokens too, one place earlier, and were never trained on them.
        boolean multilingual = endOfText > 50_256;
        ids.forEach((spelling, id) -> {
            if (multilingual
                    && id > start
                    && id < translate
                    && LANGUAGE.matcher(spelling).matches()) {
                languages.put(spelling.substring(2, spelling.length() - 2), id);
            }
        });
        return new SpecialTokens(
                endOfText,
                start,
                translate,
                id(ids, files, "<|transcribe|>"),
                id(ids, files, "<|startofprev|>"),
                id(ids, files, "<|nospeech|>", "<|nocaptions|>"),
                id(ids, files, "<|notimestamps|>"),
                languages);
    }

    /** Whether the model knows languages and tasks. */
    boolean multilingual() {
        return !languages.isEmpty();
    }

    /** Id of 0.00 s. */
    int timestampBegin() {
        return noTimestamps + 1;
    }

    boolean isTimestamp(int id) {
        return id >= timestampBegin();
    }

    boolean isText(int id) {
        return id < endOfText;
    }

    /** Seconds from the window's beginning that a timestamp stands for. */
    double seconds(int id) {
        return 0.02 * (id - timestampBegin());
    }

    /** The language whose token this is. */
    Optional<String> language(int id) {
        return languages.entrySet().stream()
                .filter(entry -> entry.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static int id(Map<String, Integer> ids, SpeechFiles files, String... spellings) {
        for (String spelling : spellings) {
            Integer id = ids.get(spelling);
            if (id != null) {
                return id;
            }
        }
        throw new InferenceException(
                InferenceError.BUNDLE_INVALID,
                files.folder() + ": no tokenizer file has the token " + spellings[0]
                        + " (tokenizer.json, added_tokens.json, tokenizer_config.json)");
    }
}
