package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * CLIP's text encoder: token ids [1, 77] and, where LoRAs lie beside its weights, how much those count, [1], to a hidden
 * state [1, 77, D] and, where it is wanted, to the pooled embedding of the whole text [1, P]. Thread-safe.
 */
final class TextEncoder implements AutoCloseable {

    private final OnnxModel model;
    private final TensorBuffer ids;
    private final Optional<TensorBuffer> loraScale;
    private final List<TensorBuffer> inputs = new ArrayList<>();
    private final TensorBuffer hidden;
    private final Optional<TensorBuffer> pooled;
    private final List<TensorBuffer> outputs = new ArrayList<>();
    private final int tokens;
    private final int width;
    private final int pooledWidth;

    private TextEncoder(Path file, OnnxModel model, TextOutputs wanted, int usualTokens) {
        this.model = model;
        TensorInfo idsInfo =
                new GraphTensors(file, model.inputs()).find("token ids", GraphTensors.rank(2), "input_ids");
        TextEncoderOutputs given = new TextEncoderOutputs(file, model.outputs());
        TensorInfo hiddenInfo = given.hidden(wanted);
        this.tokens = idsInfo.sizeOr(1, usualTokens);
        this.width = wanted.width();
        this.pooledWidth = wanted.pooledWidth();
        ids = new TensorBuffer(idsInfo);
        ids.shape(1, tokens);
        inputs.add(ids);
        loraScale = model.inputs().stream()
                .filter(UNetConditions::isLoraScale)
                .map(TensorBuffer::new)
                .findFirst();
        loraScale.ifPresent(scale -> {
            scale.shape(1);
            inputs.add(scale);
        });
        for (TensorInfo other : model.inputs()) {
            if (!other.equals(idsInfo) && !UNetConditions.isLoraScale(other)) {
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
        outputs.add(hidden);
        pooled = given.pooled(wanted).map(TensorBuffer::new);
        pooled.ifPresent(buffer -> {
            buffer.shape(1, pooledWidth);
            outputs.add(buffer);
        });
    }

    /**
     * @param wanted      by the UNet
     * @param usualTokens positions, where the graph takes any number
     */
    static TextEncoder open(Path file, OnnxDevice device, TextOutputs wanted, int usualTokens) {
        OnnxModel model = OnnxModel.open(file, device);
        try {
            return new TextEncoder(file, model, wanted, usualTokens);
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    /** Number of token positions. */
    int tokens() {
        return tokens;
    }

    /** Whether what it makes of a text depends on how much the LoRAs count. */
    boolean takesLoras() {
        return loraScale.isPresent();
    }

    /**
     * @param tokenIds exactly {@link #tokens}
     * @param loras    how much the LoRAs count that are beside the weights
     */
    synchronized TextEmbedding encode(List<Integer> tokenIds, float loras) {
        loraScale.ifPresent(scale -> scale.write(0, new float[] {loras}));
        for (int i = 0; i < tokens; i++) {
            ids.write(i, tokenIds.get(i).longValue());
        }
        model.run(inputs, outputs);
        float[] values = new float[tokens * width];
        hidden.read(0, values);
        float[] whole = new float[pooledWidth];
        pooled.ifPresent(buffer -> buffer.read(0, whole));
        return new TextEmbedding(tokens, width, values, whole);
    }

    @Override
    public void close() {
        model.close();
    }
}
