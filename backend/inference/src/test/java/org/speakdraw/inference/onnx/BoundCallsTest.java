package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
            assertThat(model.replayedCalls()).isEqualTo(2 * BoundCalls.MOST);
            assertThat(model.unreplayedCalls()).isEqualTo(80 - 2 * BoundCalls.MOST);
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

    @Test
    void aSetOfShapesThatIsNotUsedMakesRoomForANewOne() throws OrtException {
        AtomicLong now = new AtomicLong();
        Set<Thread> openers = new HashSet<>();
        AtomicInteger recorded = new AtomicInteger();
        AtomicInteger unbound = new AtomicInteger();
        GraphSource source = GraphSource.of(graph(Type.FLOAT32));
        try (BoundCalls calls = new BoundCalls(
                "in-out",
                () -> {
                    openers.add(Thread.currentThread());
                    recorded.incrementAndGet();
                    return source.session(CPU, SessionPlan.PLAIN);
                },
                () -> source.session(CPU, SessionPlan.PLAIN),
                0,
                CPU,
                now::get)) {
            for (int size = 1; size <= BoundCalls.MOST; size++) {
                assertThat(run(calls, size, unbound)).containsExactly(values(size, size));
            }
            // While all are in use, others go without.
            run(calls, 50, unbound);
            assertThat(recorded).hasValue(BoundCalls.MOST);
            assertThat(unbound).hasValue(1);
            now.addAndGet(BoundCalls.IDLE_NANOS - 1);
            for (int size = 2; size <= BoundCalls.MOST; size++) {
                run(calls, size, unbound);
            }
            now.incrementAndGet();
            // The first has made room for one more; none of the others was as idle.
            assertThat(run(calls, 50, unbound)).containsExactly(values(50, 50));
            run(calls, 51, unbound);
            assertThat(recorded).hasValue(BoundCalls.MOST + 1);
            assertThat(unbound).hasValue(2);
            for (int size = 2; size <= BoundCalls.MOST; size++) {
                assertThat(run(calls, size, unbound)).containsExactly(values(size, size));
            }
            run(calls, 1, unbound);
            assertThat(recorded).hasValue(BoundCalls.MOST + 1);
            assertThat(unbound).hasValue(3);
            // What is given up leaves no trace: all of them go and come again.
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < BoundCalls.MOST; i++) {
                    int size = 60 + 20 * round + i;
                    now.addAndGet(BoundCalls.IDLE_NANOS);
                    assertThat(run(calls, size, unbound)).containsExactly(values(size, size));
                }
            }
            assertThat(unbound).hasValue(3);
        }
        assertThat(openers).singleElement().isNotEqualTo(Thread.currentThread());
    }

    /** @param unbound counts the calls without places, which give nothing here */
    private static float[] run(BoundCalls calls, int size, AtomicInteger unbound) {
        TensorBuffer in = new TensorBuffer(calls.ports().inputs().get(0));
        TensorBuffer out = new TensorBuffer(calls.ports().outputs().get(0));
        in.shape(size);
        out.shape(size);
        in.write(0, values(size, size));
        calls.run(List.of(in), List.of(out), session -> {
            unbound.incrementAndGet();
            return true;
        });
        float[] result = new float[size];
        out.read(0, result);
        return result;
    }

    @Test
    void isClosedOnceAndRunsNothingAfterThat() {
        OnnxModel model = open(Type.FLOAT32);
        run(model, 3, 1);
        model.close();
        model.close();
        assertThatThrownBy(() -> run(model, 3, 1))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("model-failed"));
    }

    @Test
    void whatAsksForAllOutputsNeverGetsARecordedAnswer() {
        try (OnnxModel model = open(Type.FLOAT32)) {
            for (int size = 1; size <= 3; size++) {
                run(model, 2, size);
                TensorBuffer in = new TensorBuffer(model.inputs().get(0));
                in.shape(2);
                in.write(0, values(2, 10 * size));
                assertThat(model.run(List.of(in), model.outputs().get(0)).values())
                        .containsExactly(values(2, 10 * size));
            }
        }
    }

    private Path graph(Type type) {
        return new TinyGraph().input("in", type, 0).output("out", type, 0).write(folder.resolve("in-out.onnx"));
    }

    private OnnxModel open(Type type) {
        return OnnxGraph.read(graph(type)).open(CPU, ShapeProfile.unknown());
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
