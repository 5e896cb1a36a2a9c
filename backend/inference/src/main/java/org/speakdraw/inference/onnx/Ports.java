package org.speakdraw.inference.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * What goes into a network and comes out of it.
 *
 * @param inputs  in the graph's order
 * @param outputs in the graph's order
 */
record Ports(List<TensorInfo> inputs, List<TensorInfo> outputs) {

    /** @throws InferenceException {@code bundle-invalid} if there is anything but tensors */
    static Ports of(OrtSession session) throws OrtException {
        return new Ports(
                describe(session.getInputInfo().values()),
                describe(session.getOutputInfo().values()));
    }

    private static List<TensorInfo> describe(Collection<NodeInfo> nodes) {
        List<TensorInfo> described = new ArrayList<>();
        for (NodeInfo node : nodes) {
            if (!(node.getInfo() instanceof ai.onnxruntime.TensorInfo tensor)) {
                throw new InferenceException(InferenceError.BUNDLE_INVALID, node.getName() + " is not a tensor");
            }
            List<Long> shape = Arrays.stream(tensor.getShape()).boxed().toList();
            described.add(new TensorInfo(node.getName(), ElementType.of(tensor.type, node.getName()), shape));
        }
        return List.copyOf(described);
    }
}
