package org.speakdraw.checkpoint.network;

import java.util.List;
import org.speakdraw.checkpoint.graph.Attribute;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/** What a control is shown of a picture, as far as its graph makes that itself. */
record HintLayers(Layers layers) {

    /** Of pictures [n, 3, H, W] of -1..1: [n, 3, H, W] of 0..1. */
    String of(String picture, Control.Hint hint) {
        String unit = layers.add(layers.multiply(picture, graph().number(0.5)), graph().number(0.5));
        return switch (hint) {
            case PICTURE, CANNY, DEPTH, POSE -> unit;
            case SCRIBBLE -> {
                String dark = layers.add(layers.multiply(brightness(unit), graph().number(-2)), graph().number(1.5));
                yield threeTimes(clipped(dark));
            }
            case EDGES -> threeTimes(clipped(steepness(brightness(unit))));
        };
    }

    private OnnxGraph graph() {
        return layers.graph();
    }

    /** ITU-R BT.601. */
    private String brightness(String picture) {
        String weights = graph().numbers(List.of(1L, 3L, 1L, 1L), 0.299f, 0.587f, 0.114f);
        return graph().node("Conv", List.of(picture, weights), Attribute.integers("kernel_shape", 1, 1));
    }

    /** Sobel's operator; the picture goes on beyond its border as it ends. */
    private String steepness(String brightness) {
        String wider = graph().node(
                        "Pad",
                        List.of(brightness, graph().integers(0, 0, 1, 1, 0, 0, 1, 1)),
                        Attribute.text("mode", "edge"));
        String kernels =
                graph().numbers(List.of(2L, 1L, 3L, 3L), -1, 0, 1, -2, 0, 2, -1, 0, 1, -1, -2, -1, 0, 0, 0, 1, 2, 1);
        String slopes = graph().node("Conv", List.of(wider, kernels), Attribute.integers("kernel_shape", 3, 3));
        return graph().node("ReduceL2", List.of(slopes, graph().integers(1)), Attribute.integer("keepdims", 1));
    }

    private String clipped(String x) {
        return graph().node("Clip", List.of(x, graph().number(0), graph().number(1)));
    }

    private String threeTimes(String x) {
        return layers.concatenated(1, x, x, x);
    }
}
