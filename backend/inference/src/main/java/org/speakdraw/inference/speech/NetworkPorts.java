package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * One graph with a buffer for each of its inputs and outputs, by name. Not thread-safe; closes the graph that it
 * owns.
 */
final class NetworkPorts implements AutoCloseable {

    private final String label;
    private final OnnxModel model;
    private final boolean owner;
    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();
    private final Map<String, TensorBuffer> in = new LinkedHashMap<>();
    private final Map<String, TensorBuffer> out = new LinkedHashMap<>();

    /** Takes over the graph. */
    NetworkPorts(String label, OnnxModel model) {
        this(label, model, true);
    }

    private NetworkPorts(String label, OnnxModel model, boolean owner) {
        this.label = label;
        this.model = model;
        this.owner = owner;
        model.inputs().forEach(info -> {
            infos.put(info.name(), info);
            in.put(info.name(), new TensorBuffer(info));
        });
        model.outputs().forEach(info -> {
            infos.put(info.name(), info);
            out.put(info.name(), new TensorBuffer(info));
        });
    }

    /** Other buffers for the same graph, which stays this one's to close. */
    NetworkPorts sibling() {
        return new NetworkPorts(label, model, false);
    }

    Collection<String> inputs() {
        return in.keySet();
    }

    Collection<String> outputs() {
        return out.keySet();
    }

    Optional<TensorBuffer> input(String name) {
        return Optional.ofNullable(in.get(name));
    }

    TensorBuffer output(String name) {
        TensorBuffer buffer = out.get(name);
        if (buffer == null) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, label + " has no output " + name + "; it has " + out.keySet());
        }
        return buffer;
    }

    /** Size of dimension {@code index} of a tensor; it must be fixed in the graph. */
    int size(String tensor, int index) {
        TensorInfo info = infos.get(tensor);
        int size = info == null || info.rank() <= index ? -1 : info.sizeOr(index, -1);
        if (size < 1) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, label + ": dimension " + index + " of " + tensor + " is not fixed");
        }
        return size;
    }

    /** Runs with all inputs and the outputs named. */
    void run(Collection<String> wanted) {
        List<TensorBuffer> results = new ArrayList<>();
        wanted.forEach(name -> results.add(output(name)));
        model.run(in.values(), results);
    }

    @Override
    public void close() {
        if (owner) {
            model.close();
        }
    }
}
