package org.speakdraw.inference.speech;

import java.nio.file.Path;
import java.util.List;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * {@code encoder_model.onnx}: log-mel [1, bins, 3000] to hidden states [1, 1500, width]. Owns its buffers: not
 * thread-safe.
 */
final class WhisperEncoder implements AutoCloseable {

    /** Time steps of the hidden states: two feature columns each. */
    static final int POSITIONS = LogMel.FRAMES / 2;

    private final OnnxModel model;
    private final TensorBuffer features;
    private final TensorBuffer hidden;
    private final int bins;
    private final int width;

    private WhisperEncoder(Path file, OnnxModel model, int configuredBins, int configuredWidth) {
        this.model = model;
        if (model.inputs().size() != 1 || model.inputs().get(0).rank() != 3) {
            throw new InferenceException("bundle-invalid", file + ": inputs are " + model.inputs());
        }
        TensorInfo output = model.outputs().get(0);
        bins = model.inputs().get(0).sizeOr(1, configuredBins);
        width = output.sizeOr(2, configuredWidth);
        if ((bins != 80 && bins != 128) || width < 1) {
            throw new InferenceException("bundle-invalid", file + ": " + bins + " mel bins, width " + width);
        }
        features = new TensorBuffer(model.inputs().get(0));
        features.shape(1, bins, LogMel.FRAMES);
        hidden = new TensorBuffer(output);
        hidden.shape(1, POSITIONS, width);
    }

    /**
     * Loads the graph.
     *
     * @param bins  mel bins where the graph leaves them open
     * @param width of the hidden states where the graph leaves it open
     */
    static WhisperEncoder open(Path file, OnnxDevice device, int bins, int width) {
        OnnxModel model = OnnxModel.open(file, device);
        try {
            return new WhisperEncoder(file, model, bins, width);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    int bins() {
        return bins;
    }

    /** Values of one time step. */
    int width() {
        return width;
    }

    /**
     * Runs the network.
     *
     * @param logMel [bins, 3000]
     * @return [1500, width]; owned by the caller
     */
    float[] encode(float[] logMel) {
        features.write(0, logMel);
        model.run(List.of(features), List.of(hidden));
        float[] states = new float[POSITIONS * width];
        hidden.read(0, states);
        return states;
    }

    @Override
    public void close() {
        model.close();
    }
}
