package org.speakdraw.inference.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Token ids to text: the pieces of SentencePiece as {@code tokenizer.json} has them, where {@code ▁} stands for a space and
 * {@code <0x41>} for a byte. Immutable, thread-safe.
 */
final class PieceVocabulary {

    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");

    /** Of the ids that are text. */
    private final Map<Integer, byte[]> pieces = new HashMap<>();

    private static final int MOST = 1_000_000;

    private final int size;

    private PieceVocabulary(SpeechFiles files, JsonNode vocabulary, JsonNode added) {
        int largest = 0;
        for (Map.Entry<String, JsonNode> piece : vocabulary.properties()) {
            int id = id(files, piece.getValue());
            pieces.put(id, bytes(piece.getKey()));
            largest = Math.max(largest, id);
        }
        for (JsonNode token : added) {
            int id = id(files, token.path("id"));
            if (token.path("special").asBoolean()) {
                pieces.remove(id);
            } else {
                pieces.put(id, bytes(token.path("content").asText()));
            }
            largest = Math.max(largest, id);
        }
        size = largest + 1;
    }

    /**
     * Reads {@code tokenizer.json}.
     *
     * @throws org.speakdraw.inference.InferenceException {@code bundle-invalid}
     */
    static PieceVocabulary open(SpeechFiles files) {
        JsonNode whole = files.optionalJson("tokenizer.json");
        JsonNode vocabulary = whole.path("model").path("vocab");
        if (!vocabulary.isObject() || vocabulary.isEmpty()) {
            throw files.broken("tokenizer.json", "it is missing, or has no vocabulary");
        }
        return new PieceVocabulary(files, vocabulary, whole.path("added_tokens"));
    }

    private static int id(SpeechFiles files, JsonNode node) {
        if (!node.canConvertToInt() || node.asInt() < 0 || node.asInt() >= MOST) {
            throw files.broken("tokenizer.json", node + " is no token's number");
        }
        return node.asInt();
    }

    /** The largest id and one. */
    int size() {
        return size;
    }

    /** The text of the ids that are text; a sequence of bytes that is not UTF-8 becomes U+FFFD. */
    String decode(List<Integer> ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int id : ids) {
            byte[] piece = pieces.get(id);
            if (piece != null) {
                out.writeBytes(piece);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String piece) {
        Matcher value = BYTE.matcher(piece);
        return value.matches()
                ? new byte[] {(byte) Integer.parseInt(value.group(1), 16)}
                : piece.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
    }
}
