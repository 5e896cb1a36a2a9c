package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.TinyGraph;
import org.speakdraw.inference.golden.TinyGraph.Type;

/** On the CPU, where the functions are the same and nothing is recorded. */
class BoundCallsTest {

    private static final OnnxDevice CPU = OnnxDevice.open(DeviceOptions.cpu().withReplay(true));

    @TempDir
    private Path folder;

    @Test
    void everyCallReadsItsOwnInputsWhateverTheShapes() {
        try (OnnxModel model = open(Type.FLOAT32)) {
            assertThat(model.replays()).isTrue();
            // More shapes than have places of their own, and those that have them once more.
            for (int size = 1; size <= 80; size++) {
                int width = 1 + size % 40;
                assertThat(run(model, width, size)).containsExactly(values(width, size));
            }
        }
    }

    @Test
    void scalarsIntegersAndBytesAreCarriedToo() {
        Path file = new TinyGraph()
                .input("in", Type.INT64)
                .input("bytes", Type.INT32, 0)
                .output("out", Type.INT64)
                .write(folder.resolve("scalar.onnx"));
        try (OnnxModel model = OnnxGraph.read(file).open(CPU, ShapeProfile.unknown())) {
            TensorBuffer in = new TensorBuffer(model.inputs().get(0));
            TensorBuffer unused = new TensorBuffer(model.inputs().get(1));
            TensorBuffer out = new TensorBuffer(model.outputs().get(0));
            in.shape();
            unused.shape(3);
            out.shape();
            for (long value : new long[] {5, -7}) {
                in.write(0, value);
                model.run(List.of(in, unused), List.of(out));
                assertThat(out.readRaw(0, 1)[0]).isEqualTo((byte) value);
            }
        }
    }

    @Test
    void aCallThatFailsSaysWhy() {
        try (OnnxModel model = open(Type.FLOAT32)) {
            TensorBuffer in = new TensorBuffer(model.inputs().get(0));
            TensorBuffer out = new TensorBuffer(model.outputs().get(0));
            in.shape(3);
            out.shape(4);
            assertThatThrownBy(() -> model.run(List.of(in), List.of(out)))
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            e -> assertThat(e.code().id()).isEqualTo("model-failed"));
            assertThat(run(model, 3, 9)).containsExactly(values(3, 9));
        }
    }

    private OnnxModel open(Type type) {
        Path file = new TinyGraph().input("in", type, 0).output("out", type, 0).write(folder.resolve("in-out.onnx"));
        return OnnxGraph.read(file).open(CPU, ShapeProfile.unknown());
    }

    private static float[] run(OnnxModel model, int size, int first) {
        TensorBuffer in = new TensorBuffer(model.inputs().get(0));
        TensorBuffer out = new TensorBuffer(model.outputs().get(0));
        in.shape(size);
        out.shape(size);
        in.write(0, values(size, first));
        model.run(List.of(in), List.of(out));
        float[] result = new float[size];
        out.read(0, result);
        return result;
    }

    private static float[] values(int size, int first) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = first + i / 8f;
        }
        return values;
    }
}
