package org.speakdraw.inference.remote;

import inference.OpenInferenceGrpc.ModelMetadataResponse.TensorMetadata;
import java.util.ArrayList;
import java.util.List;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.ElementType;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * Whether what a server says of its model fits the graph of a bundle, and how the server wants its tensors. The server may
 * choose the precision, and a vector of one number in place of a scalar; all else is the graph's.
 */
final class RemoteTensors {

    private RemoteTensors() {}

    /** The protocol's name of an element type. */
    static String datatype(ElementType type) {
        return switch (type) {
            case FLOAT32 -> "FP32";
            case FLOAT16 -> "FP16";
            case UINT8, INT32, INT64, BOOL -> type.name();
        };
    }

    /**
     * The graph's tensors in the server's types.
     *
     * @param complete whether the server may have no others
     * @throws InferenceException {@code bundle-invalid}, naming what does not fit
     */
    static List<TensorInfo> matched(
            RemoteModel model, List<TensorInfo> graph, List<TensorMetadata> served, boolean complete) {
        List<TensorInfo> matched = new ArrayList<>();
        for (TensorInfo wanted : graph) {
            TensorMetadata found = served.stream()
                    .filter(each -> each.getName().equals(wanted.name()))
                    .findFirst()
                    .orElseThrow(() -> unfit(model, "has no tensor " + wanted.name()));
            matched.add(new TensorInfo(wanted.name(), type(model, wanted, found), shape(model, wanted, found)));
        }
        if (complete && served.size() > graph.size()) {
            throw unfit(model, "has " + served.size() + " inputs, not " + graph.size());
        }
        return List.copyOf(matched);
    }

    private static ElementType type(RemoteModel model, TensorInfo wanted, TensorMetadata found) {
        for (ElementType type : ElementType.values()) {
            if (datatype(type).equals(found.getDatatype()) && isFloat(type) == isFloat(wanted.type())) {
                return type;
            }
        }
        throw unfit(
                model,
                "has " + wanted.name() + " of type " + shortened(found.getDatatype()) + ", not "
                        + datatype(wanted.type()));
    }

    private static boolean isFloat(ElementType type) {
        return type == ElementType.FLOAT32 || type == ElementType.FLOAT16;
    }

    private static List<Long> shape(RemoteModel model, TensorInfo wanted, TensorMetadata found) {
        if (wanted.rank() == 0 && found.getShapeList().equals(List.of(1L))) {
            return List.of(1L);
        }
        boolean fits = found.getShapeCount() == wanted.rank();
        List<Long> shape = new ArrayList<>();
        for (int i = 0; fits && i < wanted.rank(); i++) {
            long ours = wanted.shape().get(i);
            long theirs = found.getShape(i);
            fits = ours <= 0 || theirs <= 0 || ours == theirs;
            shape.add(ours > 0 ? ours : theirs > 0 ? theirs : -1L);
        }
        if (!fits) {
            throw unfit(
                    model,
                    "has " + wanted.name() + " of shape "
                            + shortened(found.getShapeList().toString()) + ", not " + wanted.shape());
        }
        return List.copyOf(shape);
    }

    /** What a server says is as long as it likes. */
    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }

    private static InferenceException unfit(RemoteModel model, String what) {
        return new InferenceException(
                InferenceError.BUNDLE_INVALID,
                model + " is not the UNet of this bundle: it " + what
                        + ". Give the server the bundle's unet/model.onnx");
    }
}
