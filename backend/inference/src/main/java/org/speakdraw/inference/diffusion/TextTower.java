package org.speakdraw.inference.diffusion;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * A tokenizer and its text encoder behind a memory: each distinct text is encoded once while it is in use. Thread-safe.
 */
final class TextTower implements AutoCloseable {

    /** Some 150 prompts of SDXL's larger encoder. */
    private static final long MOST_BYTES = 64 << 20;

    private final ClipTokenizer tokenizer;
    private final TextEncoder encoder;
    private final int capacity;
    /** Those not used for the longest time first. */
    private final Map<Text, TextEmbedding> remembered = new LinkedHashMap<>(16, 0.75f, true);

    private long rememberedBytes;
    private boolean closed;

    /** What an embedding depends on. */
    private record Text(List<Integer> ids, float loraScale) {}

    private TextTower(ClipTokenizer tokenizer, TextEncoder encoder, int capacity) {
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.capacity = capacity;
    }

    /**
     * @param suffix   of the folders {@code tokenizer} and {@code text_encoder}
     * @param capacity embeddings kept at most, and no more than {@value #MOST_BYTES} bytes of them; those not used for the
     *                 longest time go first
     */
    static TextTower open(BundleFiles files, String suffix, OnnxDevice device, TextOutputs outputs, int capacity) {
        ClipTokenizer tokenizer = ClipTokenizer.read(files, "tokenizer" + suffix);
        TextEncoder encoder = TextEncoder.open(
                files.require("text_encoder" + suffix + "/model.onnx"), device, outputs, tokenizer.maxLength());
        return new TextTower(tokenizer, encoder, capacity);
    }

    /**
     * One part of a prompt, its words weighted. Waits while another thread encodes, so that two that want the same
     * prompt do not both do the work.
     *
     * @param loraScale how much the LoRAs count that are beside the weights
     * @throws InferenceException {@code model-failed} once it is closed: requests may still come in then
     */
    TextEmbedding embed(List<WeightedText> runs, float loraScale) {
        WeightedTokens tokens = tokenizer.encode(runs, encoder.tokens());
        Text text = new Text(tokens.ids(), encoder.takesLoras() ? loraScale : 1);
        return EmbeddingBlend.emphasised(encoded(text), tokens.weights());
    }

    /** How many texts are remembered. */
    synchronized int remembered() {
        return remembered.size();
    }

    private synchronized TextEmbedding encoded(Text text) {
        if (closed) {
            throw new InferenceException(InferenceError.MODEL_FAILED, "the text encoder is closed");
        }
        TextEmbedding known = remembered.get(text);
        if (known != null) {
            return known;
        }
        TextEmbedding embedding = encoder.encode(text.ids(), text.loraScale());
        remembered.put(text, embedding);
        rememberedBytes += embedding.bytes();
        Iterator<TextEmbedding> eldest = remembered.values().iterator();
        while (remembered.size() > capacity || (rememberedBytes > MOST_BYTES && remembered.size() > 1)) {
            rememberedBytes -= eldest.next().bytes();
            eldest.remove();
        }
        return embedding;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            encoder.close();
        }
    }
}
