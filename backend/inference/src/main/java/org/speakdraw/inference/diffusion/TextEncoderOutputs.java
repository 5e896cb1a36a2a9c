package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.TensorInfo;

/** The outputs of a text encoder's graph, of which a UNet wants some. */
record TextEncoderOutputs(GraphTensors outputs) {

    TextEncoderOutputs(Path file, List<TensorInfo> outputs) {
        this(new GraphTensors(file, outputs));
    }

    /** [n, tokens, width]. @throws InferenceException {@code bundle-invalid} */
    TensorInfo hidden(TextOutputs wanted) {
        TensorInfo hidden = wanted.penultimate()
                ? outputs.penultimateHiddenState()
                        .orElseThrow(() -> broken("gives no hidden states, of which SDXL needs the last but one"
                                + " (hidden_states.N); it has " + outputs.tensors()))
                : outputs.find("last hidden state", GraphTensors.rank(3), "last_hidden_state", "text_embeddings");
        int width = hidden.sizeOr(2, wanted.width());
        if (width != wanted.width()) {
            throw broken("gives " + width + " values a token, the UNet takes " + wanted.width());
        }
        return hidden;
    }

    /** [n, pooledWidth]; empty where none is wanted. @throws InferenceException {@code bundle-invalid} */
    Optional<TensorInfo> pooled(TextOutputs wanted) {
        if (wanted.pooledWidth() == 0) {
            return Optional.empty();
        }
        TensorInfo pooled = outputs.named("text_embeds", 2)
                .or(() -> outputs.named("text_embeddings", 2))
                .orElseThrow(() -> broken(
                        "gives no text_embeds, the pooled embedding that SDXL needs; it has " + outputs.tensors()));
        int width = pooled.sizeOr(1, wanted.pooledWidth());
        if (width != wanted.pooledWidth()) {
            throw broken("gives " + width + " pooled values, SDXL's UNet takes " + wanted.pooledWidth());
        }
        return Optional.of(pooled);
    }

    private InferenceException broken(String what) {
        return new InferenceException(InferenceError.BUNDLE_INVALID, outputs.file() + " " + what);
    }
}
