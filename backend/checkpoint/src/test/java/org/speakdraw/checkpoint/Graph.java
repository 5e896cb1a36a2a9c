package org.speakdraw.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.ElementType;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** A graph of a bundle, run by itself on values from a golden file. */
record Graph(Path file) {

    private static final OnnxDevice CPU = OnnxDevice.open(DeviceOptions.cpu());

    /** @param given for each of the graph's inputs, by name */
    float[] run(String output, List<Long> shape, Map<String, Golden.Values> given) {
        try (OnnxModel model = OnnxModel.open(file, CPU)) {
            List<TensorBuffer> inputs = new ArrayList<>();
            for (TensorInfo input : model.inputs()) {
                Golden.Values values = given.get(input.name());
                if (values == null) {
                    throw new AssertionError("the graph has an input " + input);
                }
                TensorBuffer buffer = new TensorBuffer(input);
                buffer.shape(values.shape());
                if (input.type() == ElementType.INT64) {
                    for (int i = 0; i < values.numbers().length; i++) {
                        buffer.write(i, (long) values.numbers()[i]);
                    }
                } else {
                    buffer.write(0, values.numbers());
                }
                inputs.add(buffer);
            }
            TensorInfo wanted = model.outputs().stream()
                    .filter(info -> info.name().equals(output))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the graph has only " + model.outputs()));
            TensorBuffer result = new TensorBuffer(wanted);
            result.shape(shape.stream().mapToLong(Long::longValue).toArray());
            model.run(inputs, List.of(result));
            float[] numbers = new float[result.size()];
            result.read(0, numbers);
            return numbers;
        }
    }

    /** The largest difference of two lists of numbers. */
    static double difference(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new AssertionError(a.length + " numbers against " + b.length + " " + Arrays.toString(b));
        }
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs(a[i] - b[i]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}
