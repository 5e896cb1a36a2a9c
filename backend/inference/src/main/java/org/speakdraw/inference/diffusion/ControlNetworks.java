package org.speakdraw.inference.diffusion;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * What a bundle's control is made of beside the UNet.
 *
 * @param hints   makes what the control is shown
 * @param adapter present where that goes through a T2I-Adapter; else a ControlNet is part of the UNet, or there is none
 */
record ControlNetworks(HintSource hints, Optional<T2iAdapter> adapter) implements AutoCloseable {

    /** A UNet that is shown pictures as they are, if it takes any. */
    static final ControlNetworks NONE = new ControlNetworks(HintSource.PICTURE, Optional.empty());

    /** @param shapes of the pictures */
    static ControlNetworks open(DiffusionBundle bundle, OnnxDevice device, BatchShapes shapes) {
        BundleFiles files = bundle.files();
        Optional<T2iAdapter> adapter = files.has(T2iAdapter.FILE)
                ? Optional.of(T2iAdapter.open(files, device, shapes.planes(IntUnaryOperator.identity())))
                : Optional.empty();
        try {
            return new ControlNetworks(hints(bundle, device, shapes), adapter);
        } catch (Throwable e) {
            adapter.ifPresent(T2iAdapter::close);
            throw e;
        }
    }

    private static HintSource hints(DiffusionBundle bundle, OnnxDevice device, BatchShapes shapes) {
        ControlKind kind = bundle.control().orElse(ControlKind.PICTURE);
        if (bundle.hasHintGraph()) {
            return HintGraph.open(bundle.files(), device, kind, shapes);
        }
        return kind == ControlKind.CANNY ? HintSource.EDGES : HintSource.PICTURE;
    }

    /** Makes what the UNet will want of a picture, which remembers it: once, and beside the denoising of others. */
    void prepare(StreamInput<?> input) {
        InputPicture picture = input.picture();
        if (picture != null && input.parameters().control().strength() > 0) {
            picture.hint(hints);
            adapter.ifPresent(each -> picture.features(each, hints));
        }
    }

    @Override
    public void close() {
        try {
            if (hints instanceof HintGraph graph) {
                graph.close();
            }
        } finally {
            adapter.ifPresent(T2iAdapter::close);
        }
    }
}
