package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxGraph;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.ShapeProfile;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** Latents [n, C, h, w] as the UNet leaves them to pictures, which come out as 8-bit pixels [n, H, W, 3]. Used by one thread. */
final class VaeDecoder implements AutoCloseable {

    private final OnnxModel model;
    private final VaeConfig config;
    private final GraphTensors given;
    private final TensorInfo input;
    private final RowSplit split;
    private final TensorBuffer latent;
    private final TensorBuffer pixels;
    private float[] unscaled = {};

    private VaeDecoder(
            Path file, OnnxGraph graph, OnnxDevice device, VaeConfig config, int maxRows, ShapeProfile profile) {
        this.config = config;
        given = new GraphTensors(file, graph.inputs());
        input = given.find("latent", GraphTensors.rank(4), "latent_sample", "latent", "sample");
        TensorInfo output =
                new GraphTensors(file, graph.outputs()).find("picture", GraphTensors.rank(4), "sample", "images");
        if (graph.inputs().size() != 1 || input.sizeOr(1, config.latentChannels()) != config.latentChannels()) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    file + ": " + graph.inputs() + " is no decoder of " + config.latentChannels() + " channels");
        }
        graph.givePixels(output.name(), device);
        graph.exchangeFloats();
        latent = new TensorBuffer(graph.inputs().get(0));
        pixels = new TensorBuffer(new GraphTensors(file, graph.outputs())
                .find("picture", tensor -> tensor.name().equals(output.name())));
        model = graph.open(device, profile);
        split = new RowSplit(input.sizeOr(0, 0), maxRows, model.prefersFewShapes());
    }

    static VaeDecoder open(Path file, OnnxDevice device, VaeConfig config, int maxRows, ShapeProfile profile) {
        return new VaeDecoder(file, OnnxGraph.read(file), device, config, maxRows, profile);
    }

    /** Pictures in the order of {@code latents}. */
    List<Frame> decode(List<float[]> latents, LatentShape shape) {
        List<Frame> pictures = new ArrayList<>(latents.size());
        for (int from = 0; from < latents.size(); ) {
            int to = from + split.next(latents.size() - from);
            decodeTogether(latents.subList(from, to), shape, pictures);
            from = to;
        }
        return pictures;
    }

    /**
     * Splits at {@code rows} from now on, at most at what was said when it was opened; nothing where the graph fixes
     * it.
     */
    void limitRows(int rows) {
        split.limit(rows);
    }

    /** Splits by what calls of 1, 2, 4 ... rows cost, where few different ones are wanted. */
    void heedCosts(double[] costs) {
        split.heed(costs);
    }

    long unreplayedCalls() {
        return model.unreplayedCalls();
    }

    @Override
    public void close() {
        model.close();
    }

    /** Or one by one, where the device has too little memory for all of them. */
    private void decodeTogether(List<float[]> latents, LatentShape shape, List<Frame> pictures) {
        try {
            decodeBatch(latents, shape, pictures);
        } catch (InferenceException e) {
            if (latents.size() == 1) {
                throw e;
            }
            latents.forEach(latent -> decodeBatch(List.of(latent), shape, pictures));
        }
    }

    /** @throws InferenceException {@code size-unsupported} if it takes no latents of this size */
    void checkSize(LatentShape shape) {
        given.checkSize(input, shape.height(), shape.width());
    }

    private void decodeBatch(List<float[]> latents, LatentShape shape, List<Frame> pictures) {
        int width = shape.width() * config.spatialFactor();
        int height = shape.height() * config.spatialFactor();
        int rows = split.size(latents.size());
        latent.shape(rows, shape.channels(), shape.height(), shape.width());
        pixels.shape(rows, height, width, 3);
        if (unscaled.length != shape.size()) {
            unscaled = new float[shape.size()];
        }
        for (int row = 0; row < latents.size(); row++) {
            float[] scaled = latents.get(row);
            for (int i = 0; i < unscaled.length; i++) {
                unscaled[i] = scaled[i] / config.scalingFactor() + config.shiftFactor();
            }
            latent.write(row * unscaled.length, unscaled);
        }
        model.run(List.of(latent), List.of(pixels));
        for (int row = 0; row < latents.size(); row++) {
            int size = 3 * width * height;
            pictures.add(new Frame(width, height, pixels.readRaw(row * size, size)));
        }
    }
}
