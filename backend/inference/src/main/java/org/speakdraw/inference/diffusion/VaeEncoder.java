package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxGraph;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.ShapeProfile;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * Pictures, which go in as 8-bit pixels [n, H, W, 3], to latents [n, C, h, w] as the UNet takes them (shifted and
 * scaled).
 *
 * <p>A graph gives the latent, or one drawn from its distribution, or the distribution's mean and log variance [n, 2C, h,
 * w]. Of a distribution the mean is taken: drawing a sample for every frame, as the reference does, makes the picture
 * flicker. Used by one thread.
 */
final class VaeEncoder implements AutoCloseable {

    /** What to encode, and, only where a recorded run is replayed, the noise of the posterior sample. */
    record Item(InputPicture picture, Optional<float[]> posteriorNoise) {}

    private final OnnxModel model;
    private final VaeConfig config;
    private final GraphTensors given;
    /** As the file has it, planes. */
    private final TensorInfo input;

    private final RowSplit split;
    private final boolean distribution;
    private final TensorBuffer pixels;
    private final TensorBuffer latent;

    private VaeEncoder(
            Path file, OnnxGraph graph, OnnxDevice device, VaeConfig config, int maxRows, ShapeProfile profile) {
        this.config = config;
        given = new GraphTensors(file, graph.inputs());
        input = given.find("picture", GraphTensors.rank(4), "sample", "images");
        TensorInfo output = latentOf(file, graph);
        int channels = config.latentChannels();
        int graphChannels = output.sizeOr(1, output.name().contains("parameters") ? 2 * channels : channels);
        distribution = graphChannels == 2 * channels;
        if ((!distribution && graphChannels != channels) || graph.inputs().size() != 1) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    file + ": from " + graph.inputs() + " to " + output + " is no encoder to " + channels
                            + " channels");
        }
        graph.drawMeans();
        graph.takePixels(input.name(), device);
        graph.exchangeFloats();
        pixels = new TensorBuffer(graph.inputs().get(0));
        latent = new TensorBuffer(latentOf(file, graph));
        model = graph.open(device, profile);
        split = new RowSplit(input.sizeOr(0, 0), maxRows, model.prefersFewShapes());
    }

    private static TensorInfo latentOf(Path file, OnnxGraph graph) {
        return new GraphTensors(file, graph.outputs())
                .find("latent", GraphTensors.rank(4), "latent_sample", "latent_parameters", "latent");
    }

    static VaeEncoder open(Path file, OnnxDevice device, VaeConfig config, int maxRows, ShapeProfile profile) {
        return new VaeEncoder(file, OnnxGraph.read(file), device, config, maxRows, profile);
    }

    /**
     * Latents in the order of {@code items}, in {@code memory}; all pictures have the size that {@code shape} belongs
     * to.
     */
    List<float[]> encode(List<Item> items, LatentShape shape, TickMemory memory) {
        List<float[]> latents = new ArrayList<>(items.size());
        for (int from = 0; from < items.size(); ) {
            int to = from + split.next(items.size() - from);
            encodeBatch(items.subList(from, to), shape, memory, latents);
            from = to;
        }
        return latents;
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

    private void encodeBatch(List<Item> items, LatentShape shape, TickMemory memory, List<float[]> latents) {
        InputPicture first = items.get(0).picture();
        int channels = distribution ? 2 * shape.channels() : shape.channels();
        given.checkSize(input, first.height(), first.width());
        int rows = split.size(items.size());
        pixels.shape(rows, first.height(), first.width(), 3);
        latent.shape(rows, channels, shape.height(), shape.width());
        for (int i = 0; i < items.size(); i++) {
            byte[] rgb = items.get(i).picture().frame().rgb();
            pixels.writeRaw(i * rgb.length, rgb);
        }
        model.run(List.of(pixels), List.of(latent));
        for (int i = 0; i < items.size(); i++) {
            float[] values = memory.take(shape.size());
            toUNet(i * channels * shape.height() * shape.width(), items.get(i), values);
            latents.add(values);
        }
    }

    /** @param at where the item's elements begin in the network's output */
    private void toUNet(int at, Item item, float[] values) {
        int size = values.length;
        latent.read(at, values);
        if (distribution && item.posteriorNoise().isPresent()) {
            float[] noise = item.posteriorNoise().get();
            float[] logVariances = new float[size];
            latent.read(at + size, logVariances);
            for (int i = 0; i < size; i++) {
                float logVariance = Math.max(-30f, Math.min(20f, logVariances[i]));
                values[i] += (float) Math.exp(0.5 * logVariance) * noise[i];
            }
        }
        for (int i = 0; i < size; i++) {
            values[i] = (values[i] - config.shiftFactor()) * config.scalingFactor();
        }
    }
}
