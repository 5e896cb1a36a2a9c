package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * Tokenizer and text encoder behind a memory: each distinct text is encoded once while it is in use. The weights of
 * words and parts (see {@link PromptSyntax}) are applied to what is remembered, so changing them encodes nothing.
 * Thread-safe.
 */
final class PromptEncoder implements AutoCloseable {

    private final PromptVocabulary vocabulary;
    private final ClipTokenizer tokenizer;
    private final TextEncoder encoder;
    private final Map<List<Integer>, TextEmbedding> remembered;
    private boolean closed;

    private PromptEncoder(PromptVocabulary vocabulary, ClipTokenizer tokenizer, TextEncoder encoder, int capacity) {
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.remembered = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<List<Integer>, TextEmbedding> eldest) {
                return size() > capacity;
            }
        };
    }

    /** @param capacity embeddings kept; those not used for the longest time go first */
    static PromptEncoder open(DiffusionBundle bundle, OnnxDevice device, int capacity) {
        PromptVocabulary vocabulary = bundle.vocabulary();
        ClipTokenizer tokenizer = ClipTokenizer.read(bundle.files());
        TextEncoder encoder = TextEncoder.open(
                bundle.files().require("text_encoder/model.onnx"),
                device,
                bundle.crossAttentionWidth(),
                tokenizer.maxLength());
        return new PromptEncoder(vocabulary, tokenizer, encoder, capacity);
    }

    /**
     * Waits while another thread encodes, so that two that want the same prompt do not both do the work.
     *
     * @throws InferenceException {@code model-failed} once it is closed: requests may still come in then
     */
    TextEmbedding embed(String prompt) {
        List<TextEmbedding> embeddings = new ArrayList<>();
        List<Float> shares = new ArrayList<>();
        for (PromptPart part : PromptSyntax.parse(prompt)) {
            WeightedTokens tokens = tokenizer.encode(inEnglish(part.runs()), encoder.tokens());
            embeddings.add(EmbeddingBlend.emphasised(encoded(tokens.ids()), tokens.weights()));
            shares.add(part.share());
        }
        return EmbeddingBlend.mixed(embeddings, shares);
    }

    private List<WeightedText> inEnglish(List<WeightedText> runs) {
        return runs.stream()
                .map(run -> new WeightedText(vocabulary.inEnglish(run.text()), run.weight()))
                .toList();
    }

    /** How many texts are remembered. */
    synchronized int remembered() {
        return remembered.size();
    }

    private synchronized TextEmbedding encoded(List<Integer> ids) {
        if (closed) {
            throw new InferenceException(InferenceError.MODEL_FAILED, "the text encoder is closed");
        }
        TextEmbedding known = remembered.get(ids);
        if (known != null) {
            return known;
        }
        TextEmbedding embedding = encoder.encode(ids);
        remembered.put(ids, embedding);
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
