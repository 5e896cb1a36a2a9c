package org.speakdraw.inference.diffusion;

import java.util.LinkedHashMap;
import java.util.Map;
import org.speakdraw.inference.onnx.OnnxDevice;

/** Tokenizer and text encoder behind a memory: each distinct prompt is encoded once while it is in use. Thread-safe. */
final class PromptEncoder implements AutoCloseable {

    private final ClipTokenizer tokenizer;
    private final TextEncoder encoder;
    private final Map<String, TextEmbedding> remembered;

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

    /** Waits while another thread encodes, so that two that want the same prompt do not both do the work. */
    synchronized TextEmbedding embed(String prompt) {
        TextEmbedding known = remembered.get(prompt);
        if (known != null) {
            return known;
        }
        TextEmbedding embedding = encoder.encode(tokenizer.encode(prompt, encoder.tokens()));
        remembered.put(prompt, embedding);
        return embedding;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
