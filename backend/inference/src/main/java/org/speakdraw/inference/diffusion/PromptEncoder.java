package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * From a prompt to what the UNet takes of it: one text encoder, or SDXL's two side by side. The weights of words and
 * parts (see {@link PromptSyntax}) are applied to what the encoders remember, so changing them encodes nothing.
 * Thread-safe.
 */
final class PromptEncoder implements AutoCloseable {

    private final PromptVocabulary vocabulary;
    private final TextTower first;
    private final Optional<TextTower> second;

    private PromptEncoder(PromptVocabulary vocabulary, TextTower first, Optional<TextTower> second) {
        this.vocabulary = vocabulary;
        this.first = first;
        this.second = second;
    }

    /** @param capacity embeddings kept by each encoder; those not used for the longest time go first */
    static PromptEncoder open(DiffusionBundle bundle, OnnxDevice device, int capacity) {
        PromptVocabulary vocabulary = bundle.vocabulary();
        BundleFiles files = bundle.files();
        Optional<SdxlConfig> sdxl = bundle.sdxl();
        TextTower first = TextTower.open(
                files,
                "",
                device,
                sdxl.map(config -> TextOutputs.penultimate(config.firstWidth(), 0))
                        .orElse(TextOutputs.lastHiddenState(bundle.crossAttentionWidth())),
                capacity);
        try {
            Optional<TextTower> second = sdxl.map(config -> TextTower.open(
                    files,
                    "_2",
                    device,
                    TextOutputs.penultimate(config.secondWidth(), config.pooledWidth()),
                    capacity));
            return new PromptEncoder(vocabulary, first, second);
        } catch (Throwable e) {
            first.close();
            throw e;
        }
    }

    /**
     * @param loraScale how much the LoRAs count that are beside the encoders' weights
     * @throws InferenceException {@code model-failed} once it is closed: requests may still come in then
     */
    TextEmbedding embed(String prompt, float loraScale) {
        List<TextEmbedding> embeddings = new ArrayList<>();
        List<Float> shares = new ArrayList<>();
        for (PromptPart part : PromptSyntax.parse(prompt)) {
            List<WeightedText> runs = inEnglish(part.runs());
            TextEmbedding embedding = first.embed(runs, loraScale);
            embeddings.add(second.map(tower -> embedding.beside(tower.embed(runs, loraScale)))
                    .orElse(embedding));
            shares.add(part.share());
        }
        return EmbeddingBlend.mixed(embeddings, shares);
    }

    private List<WeightedText> inEnglish(List<WeightedText> runs) {
        return runs.stream()
                .map(run -> new WeightedText(vocabulary.inEnglish(run.text()), run.weight()))
                .toList();
    }

    /** How many texts the first encoder remembers. */
    int remembered() {
        return first.remembered();
    }

    @Override
    public void close() {
        try {
            second.ifPresent(TextTower::close);
        } finally {
            first.close();
        }
    }
}
