package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * CLIP's text encoder: token ids [1, 77] to the last hidden state [1, 77, D]. SD 2 and SD-Turbo have the layer to stop
 * at baked in, so the last hidden state is right for all of them. Thread-safe.
 */
final class TextEncoder implements AutoCloseable {

    private final OnnxModel model;
    private final TensorBuffer ids;
    private final List<TensorBuffer> inputs = new ArrayList<>();
    private final TensorBuffer hidden;
    private final int tokens;
    private final int width;

    private TextEncoder(Path file, OnnxModel model, int width, int usualTokens) {
        this.model = model;
        GraphTensors given = new GraphTensors(file, model.inputs());
        TensorInfo idsInfo = given.find("token ids", GraphTensors.rank(2), "input_ids");
        TensorInfo hiddenInfo = new GraphTensors(file, model.outputs())
                .find("last hidden state", GraphTensors.rank(3), "last_hidden_state", "text_embeddings");
        this.tokens = idsInfo.sizeOr(1, usualTokens);
        this.width = hiddenInfo.sizeOr(2, width);
        if (this.width != width) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    file + " gives " + this.width + " values a token, the UNet takes " + width);
        }
        ids = new TensorBuffer(idsInfo);
        ids.shape(1, tokens);
        inputs.add(ids);
        for (TensorInfo other : model.inputs()) {
            if (!other.equals(idsInfo)) {
                if (!other.name().equals("attention_mask") || other.rank() != 2) {
                    throw new InferenceException(
                            InferenceError.BUNDLE_INVALID, file + ": unknown input " + other.name());
                }
                TensorBuffer mask = new TensorBuffer(other);
                mask.shape(1, tokens);
                for (int i = 0; i < tokens; i++) {
                    mask.write(i, 1L);
                }
                inputs.add(mask);
            }
        }
        hidden = new TensorBuffer(hiddenInfo);
        hidden.shape(1, tokens, width);
    }

    /**
     * @param width       values a token that the UNet takes
     * @param usualTokens positions, where the graph takes any number
     */
    static TextEncoder open(Path file, OnnxDevice device, int width, int usualTokens) {
        OnnxModel model = OnnxModel.open(file, device);
        try {
            return new TextEncoder(file, model, width, usualTokens);
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    /** Number of token positions. */
    int tokens() {
        return tokens;
    }

    /** @param tokenIds exactly {@link #tokens} */
    synchronized TextEmbedding encode(List<Integer> tokenIds) {
        for (int i = 0; i < tokens; i++) {
            ids.write(i, tokenIds.get(i).longValue());
        }
        model.run(inputs, List.of(hidden));
        float[] values = new float[tokens * width];
        hidden.read(0, values);
        return new TextEmbedding(tokens, width, values);
    }

    @Override
    public void close() {
        model.close();
    }
}
