package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.Network;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxGraph;
import org.speakdraw.inference.onnx.ShapeProfile;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;
import org.speakdraw.inference.remote.RemoteModel;
import org.speakdraw.inference.remote.RemoteNetwork;

/**
 * The denoising network: rows of noisy latents [n, C, h, w], timesteps [n], text embeddings [n, 77, D] and whatever else
 * a kind of model takes ({@link UNetConditions}) to predictions [n, C, h, w]. Graphs that take one timestep, or one scale
 * of the image prompts, for all rows run once for each distinct one. Used by one thread.
 */
final class UNet implements AutoCloseable {

    private final GraphTensors given;
    private final Network network;
    private final RowSplit split;
    private final boolean sharedTimestep;
    private final TensorInfo sampleInfo;
    private final TensorBuffer sample;
    private final TensorBuffer timestep;
    private final int timestepRank;
    private final TensorBuffer text;
    private final List<TensorBuffer> inputs = new ArrayList<>();
    private final UNetConditions conditions;
    private final TensorBuffer prediction;
    private final String description;

    /** What all rows of a call have in common, as far as the graph takes one only; else 0. */
    private record Shared(int timestep, float imageScale) {}

    /** @param opening of the network, when all else is well */
    private UNet(
            String description,
            GraphTensors given,
            GraphTensors gives,
            Supplier<Network> opening,
            int maxRows,
            UNetTraits traits) {
        this.description = description;
        this.given = given;
        sampleInfo = latentOf(given);
        TensorInfo textInfo = given.find("text embedding", GraphTensors.rank(3), "encoder_hidden_states");
        TensorInfo timestepInfo = timestepOf(given);
        TensorInfo predictionInfo =
                gives.find("prediction", GraphTensors.rank(4), "out_sample", "latent", "noise_pred");
        timestepRank = timestepInfo.rank();
        sharedTimestep = timestepRank == 0 || timestepInfo.sizeOr(0, 0) == 1;
        sample = new TensorBuffer(sampleInfo);
        text = new TensorBuffer(textInfo);
        timestep = new TensorBuffer(timestepInfo);
        prediction = new TensorBuffer(predictionInfo);
        inputs.addAll(List.of(sample, timestep, text));
        List<TensorInfo> others = new ArrayList<>(given.tensors());
        others.removeAll(List.of(sampleInfo, timestepInfo, textInfo));
        conditions = UNetConditions.of(given.file(), others, traits);
        conditions.inputs().forEach(condition -> inputs.add(condition.buffer()));
        network = opening.get();
        split = new RowSplit(sampleInfo.sizeOr(0, 0), maxRows, network.prefersFewShapes());
    }

    /** Half precision stays inside, and rows of different timesteps share a call where the graph can be made to. */
    private static void prepare(OnnxGraph graph, GraphTensors exported, OnnxDevice device) {
        if (graph.inputs().stream().anyMatch(ControlConditions::isPicture)) {
            graph.takePixels(ControlConditions.PICTURES, device);
        }
        graph.exchangeFloats();
        graph.widen(timestepOf(exported).name(), latentOf(exported).name());
    }

    private static TensorInfo latentOf(GraphTensors inputs) {
        return inputs.find("latent", GraphTensors.rank(4), "sample");
    }

    private static TensorInfo timestepOf(GraphTensors inputs) {
        return inputs.find("timestep", tensor -> tensor.rank() <= 1, "timestep", "t");
    }

    /** @param maxRows rows of one call at most, where the graph does not fix their number */
    static UNet open(Path file, OnnxDevice device, int maxRows, ShapeProfile profile, UNetTraits traits) {
        OnnxGraph graph = OnnxGraph.read(file);
        String description = (graph.isHalfPrecision() ? "half precision, " : "single precision, ")
                + (graph.isFused() ? "fused graph" : "plain graph");
        prepare(graph, new GraphTensors(file, graph.inputs()), device);
        return new UNet(
                description,
                new GraphTensors(file, graph.inputs()),
                new GraphTensors(file, graph.outputs()),
                () -> graph.open(device, profile),
                maxRows,
                traits);
    }

    /**
     * Finds the UNet on a model server, which runs the graph as it is in the file. Loads nothing, so that it can be asked before
     * anything is loaded.
     *
     * @throws InferenceException {@code device-unavailable} while the server is not there; {@code bundle-invalid} if what it
     *     runs does not fit, or the bundle has a ControlNet, whose pictures need a changed graph
     */
    static RemoteNetwork find(Path file, RemoteModel model) {
        OnnxGraph graph = OnnxGraph.read(file);
        if (graph.inputs().stream().anyMatch(ControlConditions::isPicture)) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, file + " has a ControlNet, which no model server can run for us");
        }
        return RemoteNetwork.open(model, graph.inputs(), graph.outputs());
    }

    /** The UNet that was found on a model server. */
    static UNet remote(Path file, RemoteNetwork found, int maxRows, UNetTraits traits) {
        return new UNet(
                found.toString(),
                new GraphTensors(file, found.inputs()),
                new GraphTensors(file, found.outputs()),
                () -> found,
                maxRows,
                traits);
    }

    /** Whether its calls are recorded and replayed. */
    boolean replays() {
        return network.replays();
    }

    long replayedCalls() {
        return network.replayedCalls();
    }

    long unreplayedCalls() {
        return network.unreplayedCalls();
    }

    /** Precision and kind of graph, for people. */
    String description() {
        return description;
    }

    /** Predictions in the order of {@code rows}, each [C, h, w], in {@code memory}. */
    List<float[]> predict(List<UNetRow> rows, LatentShape shape, TickMemory memory) {
        given.checkSize(sampleInfo, shape.height(), shape.width());
        float[][] predictions = new float[rows.size()][];
        Arrays.setAll(predictions, row -> memory.take(shape.size()));
        for (List<Integer> together : batches(rows)) {
            run(rows, together, shape, predictions);
        }
        return List.of(predictions);
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

    @Override
    public void close() {
        network.close();
    }

    /** Splits row numbers into calls. */
    private Collection<List<Integer>> batches(List<UNetRow> rows) {
        Map<Shared, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Shared key = new Shared(
                    sharedTimestep ? rows.get(i).step().timestep() : 0,
                    conditions.sharedImageScale() ? rows.get(i).imageScale() : 0);
            groups.computeIfAbsent(key, shared -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> batches = new ArrayList<>();
        for (List<Integer> group : groups.values()) {
            for (int from = 0; from < group.size(); ) {
                int to = from + split.next(group.size() - from);
                batches.add(group.subList(from, to));
                from = to;
            }
        }
        return batches;
    }

    private void run(List<UNetRow> rows, List<Integer> together, LatentShape shape, float[][] predictions) {
        // What is filled up holds whatever the memory held before.
        int count = split.size(together.size());
        TextEmbedding first = rows.get(together.get(0)).text();
        int tokens = first.tokens() + conditions.imageBehindText();
        sample.shape(count, shape.channels(), shape.height(), shape.width());
        prediction.shape(count, shape.channels(), shape.height(), shape.width());
        text.shape(count, tokens, first.width());
        if (timestepRank == 0) {
            timestep.shape();
        } else {
            timestep.shape(sharedTimestep ? 1 : count);
        }
        int size = shape.size();
        List<UNetRow> members = together.stream().map(rows::get).toList();
        conditions.inputs().forEach(condition -> condition.fill(members, count, shape));
        for (int i = 0; i < members.size(); i++) {
            UNetRow row = members.get(i);
            sample.write(i * size, row.latent());
            text.write(i * tokens * first.width(), row.text().values());
            if (conditions.imageBehindText() > 0) {
                text.write((i * tokens + first.tokens()) * first.width(), imageValues(row, first.width()));
            }
            timestep.write(sharedTimestep ? 0 : i, (long) row.step().timestep());
        }
        try {
            network.run(inputs, List.of(prediction));
        } catch (InferenceException e) {
            throw explained(e, shape);
        }
        for (int i = 0; i < together.size(); i++) {
            prediction.read(i * size, predictions[together.get(i)]);
        }
    }

    private float[] imageValues(UNetRow row, int width) {
        return row.image().tokens() > 0 ? row.image().values() : new float[conditions.imageBehindText() * width];
    }

    /** The stock exporter freezes sizes on the way up, so that odd latents fail deep inside the graph. */
    private InferenceException explained(InferenceException failure, LatentShape shape) {
        if (shape.height() % 8 == 0 && shape.width() % 8 == 0) {
            return failure;
        }
        return new InferenceException(
                InferenceError.SIZE_UNSUPPORTED,
                given.file() + " does not take latents of " + shape.width() + " x " + shape.height()
                        + "; many exports only take multiples of 8, which are picture sides in multiples of 64 with a "
                        + "VAE that reduces by 8",
                failure);
    }
}
