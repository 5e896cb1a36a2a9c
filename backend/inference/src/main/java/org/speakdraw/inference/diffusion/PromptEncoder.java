package org.speakdraw.inference.diffusion;

import java.util.LinkedHashMap;
import java.util.Map;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;

/** Tokenizer and text encoder behind a memory: each distinct prompt is encoded once while it is in use. Thread-safe. */
final class PromptEncoder implements AutoCloseable {

    private final ClipTokenizer tokenizer;
    private final TextEncoder encoder;
    private final Map<String, TextEmbedding> remembered;
    private boolean closed;

    private PromptEncoder(ClipTokenizer tokenizer, TextEncoder encoder, int capacity) {
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.remembered = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, TextEmbedding> eldest) {
                return size() > capacity;
            }
        };
    }

    /** @param capacity embeddings kept; those not used for the longest time go first */
    static PromptEncoder open(DiffusionBundle bundle, OnnxDevice device, int capacity) {
        ClipTokenizer tokenizer = ClipTokenizer.read(bundle.files());
        TextEncoder encoder = TextEncoder.open(
                bundle.files().require("text_encoder/model.onnx"),
                device,
                bundle.crossAttentionWidth(),
                tokenizer.maxLength());
        return new PromptEncoder(tokenizer, encoder, capacity);
    }

    /**
     * Waits while another thread encodes, so that two that want the same prompt do not both do the work.
     *
     * @throws InferenceException {@code model-failed} once it is closed: requests may still come in then
     */
    synchronized TextEmbedding embed(String prompt) {
        if (closed) {
            throw new InferenceException("model-failed", "the text encoder is closed");
        }
        TextEmbedding known = remembered.get(prompt);
        if (known != null) {
            return known;
        }
        TextEmbedding embedding = encoder.encode(tokenizer.encode(prompt, encoder.tokens()));
        remembered.put(prompt, embedding);
        return embedding;
    }

    @Override
    public synchronized void close() {
        closed = true;
        encoder.close();
    }
}
