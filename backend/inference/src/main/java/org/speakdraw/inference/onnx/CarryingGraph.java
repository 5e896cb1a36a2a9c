package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.NativeApi.Call;

/**
 * A graph that hands everything through: where its tensors lie, on the host or at a place on the device, decides what is
 * copied where. Belongs to one thread.
 */
final class CarryingGraph implements AutoCloseable {

    private static final long IR_VERSION = 8;
    private static final long OPSET = 13;

    private final OrtSession session;
    private final String[] inputs;
    private final String[] outputs;

    private CarryingGraph(OrtSession session, int tensors) {
        this.session = session;
        inputs = new String[tensors];
        outputs = new String[tensors];
        for (int i = 0; i < tensors; i++) {
            inputs[i] = "from" + i;
            outputs[i] = "to" + i;
        }
    }

    /** For tensors of the types and numbers of dimensions that these buffers have. */
    static CarryingGraph open(List<TensorBuffer> tensors, OnnxDevice device) {
        try (SessionOptions options = device.sessionOptions(Map.of())) {
            return new CarryingGraph(OnnxEnvironment.get().createSession(graph(tensors), options), tensors.size());
        } catch (OrtException | IOException e) {
            throw device.lost(e);
        }
    }

    /** Copies each tensor to its place. */
    void run(NativeApi api, Pointer[] from, Pointer[] to) {
        api.call(
                Call.RUN,
                NativeApi.handle(session),
                null,
                inputs,
                from,
                (long) from.length,
                outputs,
                (long) to.length,
                to);
    }

    private static byte[] graph(List<TensorBuffer> tensors) {
        List<Message> nodes = new ArrayList<>();
        List<Message> from = new ArrayList<>();
        List<Message> to = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            nodes.add(GraphNode.of("Identity", List.of("from" + i), "to" + i).message());
            from.add(GraphValue.of("from" + i, tensors.get(i).info()).message());
            to.add(GraphValue.of("to" + i, tensors.get(i).info()).message());
        }
        Message graph = Message.EMPTY
                .withMessages(OnnxField.GRAPH_NODES, nodes)
                .with(OnnxField.GRAPH_NAME, "carry")
                .withMessages(OnnxField.GRAPH_INPUTS, from)
                .withMessages(OnnxField.GRAPH_OUTPUTS, to);
        return Message.EMPTY
                .with(OnnxField.MODEL_IR_VERSION, IR_VERSION)
                .with(OnnxField.MODEL_GRAPH, graph)
                .with(OnnxField.MODEL_OPSETS, Message.EMPTY.with(OnnxField.OPSET_VERSION, OPSET))
                .fields()
                .toByteArray();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException(
                    InferenceError.MODEL_FAILED, "a session cannot be closed: " + e.getMessage(), e);
        }
    }
}
