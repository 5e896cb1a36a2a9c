package org.speakdraw.inference.golden;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;

/** Graphs of one input as their files have them, without what is changed at load. */
public final class RawNetwork {

    private static final Map<Path, OnnxModel> OPEN = new ConcurrentHashMap<>();

    private RawNetwork() {}

    /** The first output. */
    public static synchronized float[] run(Path file, float[] values, long[] shape, long... outputShape) {
        OnnxModel model = OPEN.computeIfAbsent(
                file, key -> OnnxModel.open(key, OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, key))));
        TensorBuffer input = new TensorBuffer(model.inputs().get(0));
        TensorBuffer output = new TensorBuffer(model.outputs().get(0));
        input.shape(shape);
        input.write(0, values);
        output.shape(outputShape);
        model.run(List.of(input), List.of(output));
        float[] result = new float[output.size()];
        output.read(0, result);
        return result;
    }
}
