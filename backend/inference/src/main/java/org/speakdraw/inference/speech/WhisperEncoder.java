package org.speakdraw.inference.speech;

import java.nio.file.Path;
import java.util.List;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * {@code encoder_model.onnx}: log-mel [1, bins, columns] to hidden states [1, columns / 2, width], 3000 columns for
 * most graphs. Owns its buffers: not thread-safe.
 */
final class WhisperEncoder implements AutoCloseable {

    /** Feature columns of a time step of the hidden states. */
    private static final int STRIDE = 2;
    /** So few that trying costs nothing. */
    private static final int TRIAL = 100;

    private final OnnxModel model;
    private final TensorBuffer features;
    private final TensorBuffer hidden;
    private final int bins;
    private final int width;
    private final boolean anyLength;
    private final boolean owner;

    private WhisperEncoder(WhisperEncoder other) {
        model = other.model;
        features = new TensorBuffer(model.inputs().get(0));
        hidden = new TensorBuffer(model.outputs().get(0));
        bins = other.bins;
        width = other.width;
        anyLength = other.anyLength;
        owner = false;
    }

    private WhisperEncoder(Path file, OnnxModel model, int configuredBins, int configuredWidth) {
        this.model = model;
        this.owner = true;
        if (model.inputs().size() != 1 || model.inputs().get(0).rank() != 3) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, file + ": inputs are " + model.inputs());
        }
        TensorInfo output = model.outputs().get(0);
        bins = model.inputs().get(0).sizeOr(1, configuredBins);
        width = output.sizeOr(2, configuredWidth);
        if ((bins != 80 && bins != 128) || width < 1) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, file + ": " + bins + " mel bins, width " + width);
        }
        features = new TensorBuffer(model.inputs().get(0));
        hidden = new TensorBuffer(output);
        anyLength = model.inputs().get(0).sizeOr(2, -1) < 0 && takesLessThanAll();
    }

    /** Many graphs leave the number of columns open and then fail on any but 3000. */
    private boolean takesLessThanAll() {
        try {
            encode(new float[bins * TRIAL]);
            return true;
        } catch (InferenceException e) {
            return false;
        }
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
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    /** Another one on the same graph, with buffers of its own; this one closes it. */
    WhisperEncoder sibling() {
        return new WhisperEncoder(this);
    }

    int bins() {
        return bins;
    }

    /** Values of one time step. */
    int width() {
        return width;
    }

    /** Whether fewer than 3000 columns may be given. */
    boolean anyLength() {
        return anyLength;
    }

    /**
     * Runs the network.
     *
     * @param logMel [bins, columns], an even number of columns
     * @return [columns / 2, width]; owned by the caller
     */
    float[] encode(float[] logMel) {
        give(logMel);
        model.run(List.of(features), List.of(hidden));
        return states();
    }

    /** The same, which may be broken off for a while. */
    float[] encode(float[] logMel, WindowBudget budget) {
        give(logMel);
        budget.interruptibly(interruption -> model.run(List.of(features), List.of(hidden), interruption));
        return states();
    }

    private void give(float[] logMel) {
        int columns = logMel.length / bins;
        features.shape(1, bins, columns);
        features.write(0, logMel);
        hidden.shape(1, columns / STRIDE, width);
    }

    private float[] states() {
        float[] states = new float[hidden.size()];
        hidden.read(0, states);
        return states;
    }

    @Override
    public void close() {
        if (owner) {
            model.close();
        }
    }
}
